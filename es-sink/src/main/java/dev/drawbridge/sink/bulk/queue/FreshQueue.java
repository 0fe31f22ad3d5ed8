package dev.drawbridge.sink.bulk.queue;

import dev.drawbridge.sink.bulk.queue.PendingDocument.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Documents that wait to be sent for the first time, in the order of their arrival. Guarded by the buffer's lock. */
final class FreshQueue {

    private final Map<DocumentKey, PendingDocument> byKey = new LinkedHashMap<>();
    private long bytes;

    void add(DocumentKey key, Document version, long now) {
        @Nullable PendingDocument known = byKey.get(key);
        if (known == null) {
            byKey.put(key, new PendingDocument(key, version, now));
            bytes += version.bulkBytes();
        } else {
            bytes -= known.newest().bulkBytes();
            known.add(version);
            bytes += known.newest().bulkBytes();
        }
    }

    /** There is nothing for the key of {@code document} yet. */
    void add(PendingDocument document) {
        byKey.put(document.key(), document);
        bytes += document.newest().bulkBytes();
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    boolean fills(int operations, long mostBytes) {
        return byKey.size() >= operations || bytes >= mostBytes;
    }

    /** Since when the first waits, in nanoseconds; not to be asked of an empty queue. */
    long oldest() {
        return byKey.values().iterator().next().waitingSince();
    }

    Collection<PendingDocument> documents() {
        return byKey.values();
    }

    /** The first documents, as many as may share a bulk. */
    List<PendingDocument> take(int operations, long mostBytes) {
        List<PendingDocument> taken = new ArrayList<>(Math.min(byKey.size(), operations));
        long size = 0;
        Iterator<PendingDocument> documents = byKey.values().iterator();
        while (documents.hasNext() && taken.size() < operations) {
            PendingDocument next = documents.next();
            int more = next.newest().bulkBytes();
            if (!taken.isEmpty() && size + more > mostBytes) {
                break;
            }
            documents.remove();
            taken.add(next);
            size += more;
        }
        bytes -= size;
        return taken;
    }

    /** Drops the versions that {@code lost} names. */
    void dropIf(Predicate<Document> lost, Consumer<Document> dropped) {
        byKey.values().removeIf(document -> !document.dropIf(lost, dropped));
        bytes = byKey.values().stream()
                .mapToLong(document -> document.newest().bulkBytes())
                .sum();
    }
}
