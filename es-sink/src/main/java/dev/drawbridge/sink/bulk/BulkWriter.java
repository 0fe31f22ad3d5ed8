package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;
import dev.drawbridge.sink.bulk.queue.ConcurrencyLimit;
import dev.drawbridge.sink.bulk.queue.PendingDocument;
import dev.drawbridge.sink.document.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents in bulks, several in flight on threads of their own, never two for one id, until each document is indexed,
 * superseded or rejected. The listener learns of each end; {@link #rethrow} reports what stopped the writer. Thread-safe.
 */
public final class BulkWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWriter.class);
    private static final long CLOSE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(5);

    private final BulkLimits limits;
    private final BulkBuffer buffer;
    private final BulkDelivery delivery;
    private final RefusalWarning warning;
    private final BulkResultListener listener;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    /** Starts threads named after {@code name}, one for each bulk in flight. */
    public BulkWriter(
            String name, BulkTransport transport, BulkResultListener listener, Backoff backoff, BulkLimits limits) {
        ConcurrencyLimit concurrency = new ConcurrencyLimit(limits.inFlight());
        this.limits = limits;
        this.listener = listener;
        this.buffer = new BulkBuffer(limits, concurrency, System::nanoTime);
        this.warning = new RefusalWarning(buffer, System::nanoTime);
        this.delivery = new BulkDelivery(
                transport, new ReleasingListener(listener, buffer), backoff, concurrency, buffer, System::nanoTime);
        for (int i = 0; i < limits.inFlight(); i++) {
            Thread thread = new Thread(this::run, name + "-bulk-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Takes {@code documents} over, without waiting. */
    public void write(List<Document> documents) {
        buffer.add(documents);
    }

    /**
     * Gives up {@code partitions}: what waits of them is dropped, and what Elasticsearch refuses of them is not sent again. Waits
     * until what has been sent is answered, so that the task that reads them next cannot be overtaken.
     *
     * @return whether everything sent was answered within {@code timeout}
     */
    public boolean revoke(Collection<TopicPartition> partitions, Duration timeout) {
        buffer.revoke(partitions).forEach(listener::revoked);
        try {
            return buffer.awaitAnswers(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Reports a document that could not be written and would not let the writer go on.
     *
     * @throws ConnectException what stopped the writer, if anything has
     */
    public void rethrow() {
        @Nullable Throwable stopped = failure.get();
        if (stopped instanceof ConnectException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        if (stopped != null) {
            throw new ConnectException("Writing to Elasticsearch failed unexpectedly: " + stopped, stopped);
        }
    }

    /** Whether more is held than the limits allow. */
    public boolean isFull() {
        return limits.isFull(buffer.load());
    }

    /** Whether half of what may be held, documents apart that Elasticsearch refuses, is free. */
    public boolean isHalfEmpty() {
        return limits.isHalfEmpty(buffer.load());
    }

    /** Whether documents that Elasticsearch refuses take more than {@code share} of what may be held. */
    public boolean isCrowded(double share) {
        return limits.isCrowded(buffer.load(), share);
    }

    /** The partitions of documents that Elasticsearch has refused, and that are to be sent again. */
    public Set<TopicPartition> refusedPartitions() {
        return buffer.refusedPartitions();
    }

    /** For how long the oldest document held has been waiting to come to its end, in milliseconds. */
    public long oldestMs() {
        return buffer.oldestNanos() / 1_000_000;
    }

    /** Whether everything taken over has come to its end. */
    public boolean isIdle() {
        return buffer.isEmpty();
    }

    /** Bytes held, waiting and in flight. */
    public long heldBytes() {
        return buffer.load().bytes();
    }

    /** Records held, waiting and in flight. */
    public int heldRecords() {
        return buffer.load().records();
    }

    /** Bulks in flight. */
    public int bulksInFlight() {
        return buffer.bulksInFlight();
    }

    private void run() {
        try {
            for (Bulk bulk = buffer.take(); !bulk.isEmpty(); bulk = buffer.take()) {
                List<PendingDocument> again = List.of();
                try {
                    again = delivery.deliver(bulk.documents());
                } catch (RuntimeException | Error e) {
                    stopped(e);
                }
                buffer.done(bulk, again).forEach(listener::revoked);
                warning.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            stopped(e);
        }
    }

    private void stopped(Throwable reason) {
        if (!closing && failure.compareAndSet(null, reason)) {
            LOG.warn("No more is written, the task is about to stop: {}", reason.getMessage());
        }
        buffer.close();
    }

    /** Stops sending; what has not come to its end is delivered again after a restart. */
    @Override
    public void close() {
        closing = true;
        buffer.close();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
