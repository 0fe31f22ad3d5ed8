package dev.drawbridge.sink.bulk.queue;

import dev.drawbridge.sink.bulk.queue.BulkLimits.Load;
import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;
import dev.drawbridge.sink.bulk.queue.PendingDocument.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Documents that wait to be sent or to be sent again, at most one entry per index and id, and the fence that keeps two bulks in
 * flight from holding the same one. What arrives for a document in flight waits behind it. Thread-safe.
 */
public final class BulkBuffer {

    private final LongSupplier nanoTime;
    private final BulkSchedule schedule;

    private final FreshQueue fresh = new FreshQueue();
    private final RetryQueue retries = new RetryQueue();
    private final BulksInFlight inFlight = new BulksInFlight();

    private long heldBytes;
    private int heldRecords;
    private boolean closed;

    public BulkBuffer(BulkLimits limits, ConcurrencyLimit concurrency, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.schedule = new BulkSchedule(limits, concurrency, fresh, retries, inFlight, nanoTime.getAsLong());
    }

    /** Takes all of {@code documents} in, whatever the limits: what Connect has delivered cannot be sent back. */
    public synchronized void add(List<Document> documents) {
        long now = nanoTime.getAsLong();
        for (Document document : documents) {
            DocumentKey key = DocumentKey.of(document);
            if (!inFlight.join(key, document, now) && !retries.join(key, document)) {
                fresh.add(key, document, now);
            }
            heldRecords++;
            heldBytes += document.bulkBytes();
        }
        notifyAll();
    }

    /** Waits for a bulk that may be sent; an empty one once the buffer is closed. To be given back by {@link #done}. */
    public synchronized Bulk take() throws InterruptedException {
        while (!closed) {
            long nanos = schedule.nanosUntilNext(nanoTime.getAsLong());
            if (nanos <= 0) {
                return next();
            }
            wait(Math.max(1, nanos / 1_000_000));
        }
        return Bulk.NONE;
    }

    /** A bulk that may be sent now, or an empty one. */
    public synchronized Bulk poll() {
        return closed || schedule.nanosUntilNext(nanoTime.getAsLong()) > 0 ? Bulk.NONE : next();
    }

    private Bulk next() {
        Bulk bulk = schedule.next(nanoTime.getAsLong());
        inFlight.add(bulk);
        return bulk;
    }

    /**
     * {@code bulk} is no longer in flight: {@code again} of it is sent again when due, and what waited behind the others may go.
     * Returns what is dropped instead, because the task has lost its partition meanwhile.
     */
    public synchronized List<Document> done(Bulk bulk, Collection<PendingDocument> again) {
        inFlight.remove(bulk);
        List<Document> dropped = new ArrayList<>(0);
        for (PendingDocument document : again) {
            long due = document.retrying(nanoTime.getAsLong()).due();
            if (document.dropIf(document::isRevoked, dropped::add)) {
                @Nullable PendingDocument later = inFlight.takeBehind(document.key());
                if (later != null) {
                    document.addAll(later);
                }
                document.retrying(due).dueAt(due);
                retries.add(document);
            }
        }
        for (PendingDocument document : bulk.documents()) {
            @Nullable PendingDocument later = inFlight.takeBehind(document.key());
            if (later != null) {
                fresh.add(later);
            }
        }
        dropped.forEach(this::release);
        notifyAll();
        return dropped;
    }

    /** Drops what waits of {@code partitions}, and returns it. What is in flight is not sent again. */
    public synchronized List<Document> revoke(Collection<TopicPartition> partitions) {
        Set<TopicPartition> lost = new HashSet<>(partitions);
        List<Document> dropped = new ArrayList<>();
        fresh.dropIf(document -> lost.contains(document.partition()), dropped::add);
        retries.dropIf(document -> lost.contains(document.partition()), dropped::add);
        inFlight.revoke(lost, document -> lost.contains(document.partition()), dropped::add);
        dropped.forEach(this::release);
        notifyAll();
        return dropped;
    }

    /** Waits, {@code millis} at most, until what is in flight now has been answered; false when it has not. */
    public synchronized boolean awaitAnswers(long millis) throws InterruptedException {
        Set<Bulk> sent = inFlight.bulks();
        long start = System.nanoTime();
        while (inFlight.holdsAny(sent)) {
            long left = millis - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** {@code document} need not be held any longer. */
    public synchronized void release(Document document) {
        heldRecords--;
        heldBytes -= document.bulkBytes();
    }

    /** Bodies of {@code bytes} are refused as too large: bulks stay below from now on. */
    public synchronized void keepBelow(long bytes) {
        schedule.keepBelow(bytes);
    }

    /** Nothing is sent for {@code millis}. */
    public synchronized void pause(long millis) {
        schedule.pause(nanoTime.getAsLong(), millis);
    }

    /** Ends all waiting; what is not sent is forgotten. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    public synchronized boolean isEmpty() {
        return fresh.isEmpty() && retries.isEmpty() && inFlight.isEmpty();
    }

    public synchronized int bulksInFlight() {
        return inFlight.size();
    }

    /** How much is held now. */
    public synchronized Load load() {
        List<Bulk> again = inFlight.retries();
        int sentAgain = 0;
        for (Bulk bulk : again) {
            sentAgain += bulk.documents().size();
        }
        return new Load(heldRecords, heldBytes, retries.records() + sentAgain, retries.bytes());
    }

    /** The partitions of documents that were refused and are not written yet. */
    public synchronized Set<TopicPartition> refusedPartitions() {
        Set<TopicPartition> partitions = new HashSet<>(retries.partitions());
        inFlight.retries().forEach(bulk -> partitions.addAll(bulk.partitions()));
        return partitions;
    }

    /** Shows each document that was refused and waits to be sent again to {@code action}. */
    public synchronized void forEachRefused(Consumer<PendingDocument> action) {
        retries.documents().forEach(action);
    }

    /** For how long the oldest document has been held, in nanoseconds; 0 when none is. */
    public synchronized long oldestNanos() {
        long now = nanoTime.getAsLong();
        long[] oldest = {0};
        Consumer<PendingDocument> look = document -> oldest[0] = Math.max(oldest[0], now - document.waitingSince());
        fresh.documents().forEach(look);
        retries.documents().forEach(look);
        inFlight.forEach(look);
        return oldest[0];
    }
}
