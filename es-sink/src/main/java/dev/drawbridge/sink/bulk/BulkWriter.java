package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.Pending.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents in bulks, several in flight on threads of their own, never two for one id, until each document is indexed,
 * overtaken or rejected. The listener learns of each end; {@link #rethrow} tells of what stopped the writer. Thread-safe.
 */
public final class BulkWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWriter.class);
    private static final long CLOSING_PATIENCE_MS = TimeUnit.SECONDS.toMillis(5);

    private final BulkBuffer buffer;
    private final BulkDelivery delivery;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    /** Starts threads named after {@code name}, one for each bulk in flight. */
    public BulkWriter(String name, BulkTransport transport, BulkListener listener, Backoff backoff, BulkLimits limits) {
        ConcurrencyLimit concurrency = new ConcurrencyLimit(limits.inFlight());
        this.buffer = new BulkBuffer(limits, concurrency, System::nanoTime);
        this.delivery =
                new BulkDelivery(transport, new Releasing(listener, buffer), backoff, concurrency, buffer::keepBelow);
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
     * Tells of a document that could not be written and would not let the writer go on.
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
        return buffer.isFull();
    }

    /** Whether half of what may be held is free. */
    public boolean isHalfEmpty() {
        return buffer.isHalfEmpty();
    }

    /** Whether everything taken over has come to its end. */
    public boolean isIdle() {
        return buffer.isEmpty();
    }

    /** Bytes held, waiting and in flight. */
    public long heldBytes() {
        return buffer.heldBytes();
    }

    /** Records held, waiting and in flight. */
    public int heldRecords() {
        return buffer.heldRecords();
    }

    /** Bulks in flight. */
    public int bulksInFlight() {
        return buffer.bulksInFlight();
    }

    private void run() {
        try {
            for (List<Pending> bulk = buffer.take(); !bulk.isEmpty(); bulk = buffer.take()) {
                List<DocumentKey> keys = bulk.stream().map(Pending::key).toList();
                delivery.deliver(bulk);
                buffer.done(keys);
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
                thread.join(CLOSING_PATIENCE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frees what a document held as soon as it has come to its end. */
    private record Releasing(BulkListener listener, BulkBuffer buffer) implements BulkListener {

        @Override
        public void indexed(Document document) {
            buffer.release(document);
            listener.indexed(document);
        }

        @Override
        public void alreadyNewer(Document document) {
            buffer.release(document);
            listener.alreadyNewer(document);
        }

        @Override
        public void conflated(Document document) {
            buffer.release(document);
            listener.conflated(document);
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            listener.rejected(document, result);
            buffer.release(document);
        }

        @Override
        public void sent(long nanos) {
            listener.sent(nanos);
        }

        @Override
        public void retried(boolean overloaded) {
            listener.retried(overloaded);
        }
    }
}
