package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.Pending.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Documents that wait to be sent, at most one entry per index and id, and the fence that keeps two bulks in flight from holding
 * the same one. What arrives for a document in flight waits behind it. Thread-safe.
 */
final class BulkBuffer {

    private final BulkLimits limits;
    private final ConcurrencyLimit concurrency;
    private final LongSupplier nanoTime;

    private final Map<DocumentKey, Pending> waiting = new LinkedHashMap<>();
    /** The key of everything in flight, and what arrived for it meanwhile. */
    private final Map<DocumentKey, @Nullable Pending> inFlight = new HashMap<>();

    private long mostBytes;
    private long waitingBytes;
    private long heldBytes;
    private int heldRecords;
    private int bulks;
    private boolean closed;

    BulkBuffer(BulkLimits limits, ConcurrencyLimit concurrency, LongSupplier nanoTime) {
        this.limits = limits;
        this.concurrency = concurrency;
        this.nanoTime = nanoTime;
        this.mostBytes = limits.bytes();
    }

    /** Takes all of {@code documents} in, whatever the limits: what Connect has delivered cannot be sent back. */
    synchronized void add(List<Document> documents) {
        long now = nanoTime.getAsLong();
        for (Document document : documents) {
            add(document, now);
        }
        notifyAll();
    }

    private void add(Document document, long now) {
        DocumentKey key = DocumentKey.of(document);
        heldRecords++;
        heldBytes += document.bulkBytes();
        if (inFlight.containsKey(key)) {
            inFlight.put(key, joined(inFlight.get(key), key, document, now));
            return;
        }
        @Nullable Pending known = waiting.get(key);
        waitingBytes -= known == null ? 0 : known.newest().bulkBytes();
        Pending entry = joined(known, key, document, now);
        waitingBytes += entry.newest().bulkBytes();
        if (known == null) {
            waiting.put(key, entry);
        }
    }

    private static Pending joined(@Nullable Pending known, DocumentKey key, Document document, long now) {
        if (known == null) {
            return new Pending(key, document, now);
        }
        known.add(document);
        return known;
    }

    /** Waits for a bulk that may be sent; empty once the buffer is closed. To be given back by {@link #done}. */
    synchronized List<Pending> take() throws InterruptedException {
        while (!closed) {
            long nanos = nanosUntilNext();
            if (nanos <= 0) {
                return next();
            }
            wait(Math.max(1, nanos / 1_000_000));
        }
        return List.of();
    }

    /** A bulk that may be sent now, or nothing. */
    synchronized List<Pending> poll() {
        return closed || nanosUntilNext() > 0 ? List.of() : next();
    }

    private long nanosUntilNext() {
        if (waiting.isEmpty() || bulks >= concurrency.current()) {
            return Long.MAX_VALUE;
        }
        if (bulks == 0 || waiting.size() >= limits.operations() || waitingBytes >= mostBytes) {
            return 0;
        }
        long oldest = waiting.values().iterator().next().waitingSince();
        return limits.lingerNanos() - (nanoTime.getAsLong() - oldest);
    }

    private List<Pending> next() {
        List<Pending> bulk = new ArrayList<>(Math.min(waiting.size(), limits.operations()));
        long bytes = 0;
        Iterator<Pending> entries = waiting.values().iterator();
        while (entries.hasNext() && bulk.size() < limits.operations()) {
            Pending entry = entries.next();
            int size = entry.newest().bulkBytes();
            if (!bulk.isEmpty() && bytes + size > mostBytes) {
                break;
            }
            entries.remove();
            inFlight.put(entry.key(), null);
            bulk.add(entry);
            bytes += size;
        }
        waitingBytes -= bytes;
        bulks++;
        return bulk;
    }

    /** {@code bulk} has come to its end: what waited behind it may go. */
    synchronized void done(List<DocumentKey> bulk) {
        bulks--;
        for (DocumentKey key : bulk) {
            @Nullable Pending behind = inFlight.remove(key);
            if (behind != null) {
                waiting.put(key, behind);
                waitingBytes += behind.newest().bulkBytes();
            }
        }
        notifyAll();
    }

    /** {@code document} need not be held any longer. */
    synchronized void release(Document document) {
        heldRecords--;
        heldBytes -= document.bulkBytes();
    }

    /** Bodies of {@code bytes} are refused as too large: bulks stay below from now on. */
    synchronized void keepBelow(long bytes) {
        mostBytes = Math.max(1, Math.min(mostBytes, bytes - 1));
    }

    /** Ends all waiting; what is not sent is forgotten. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isFull() {
        return heldBytes >= limits.bufferedBytes() || heldRecords >= limits.bufferedRecords();
    }

    /** Whether so much has been sent that more should be asked for. */
    synchronized boolean isHalfEmpty() {
        return heldBytes <= limits.bufferedBytes() / 2 && heldRecords <= limits.bufferedRecords() / 2;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    synchronized long heldBytes() {
        return heldBytes;
    }

    synchronized int heldRecords() {
        return heldRecords;
    }

    synchronized int bulksInFlight() {
        return bulks;
    }
}
