package dev.drawbridge.sink.bulk.queue;

import dev.drawbridge.sink.bulk.queue.PendingDocument.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is being sent, and what arrived for the same documents meanwhile. Guarded by the buffer's lock. */
public final class BulksInFlight {

    private final Set<Bulk> bulks = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<DocumentKey> keys = new HashSet<>();
    private final Map<DocumentKey, PendingDocument> behind = new HashMap<>();

    /**
     * Documents that are sent together.
     *
     * @param again whether they were refused before
     * @param partitions of documents that were refused before
     */
    public record Bulk(List<PendingDocument> documents, boolean again, Set<TopicPartition> partitions) {

        static final Bulk NONE = new Bulk(List.of(), false, Set.of());

        static Bulk ofFresh(List<PendingDocument> documents) {
            return new Bulk(documents, false, Set.of());
        }

        static Bulk ofRetries(List<PendingDocument> documents) {
            return new Bulk(documents, true, partitions(documents));
        }

        private static Set<TopicPartition> partitions(List<PendingDocument> documents) {
            Set<TopicPartition> partitions = new HashSet<>();
            documents.forEach(document -> document.forEach(version -> partitions.add(version.partition())));
            return partitions;
        }

        public boolean isEmpty() {
            return documents.isEmpty();
        }
    }

    void add(Bulk bulk) {
        bulks.add(bulk);
        bulk.documents().forEach(document -> keys.add(document.key()));
    }

    void remove(Bulk bulk) {
        bulks.remove(bulk);
        bulk.documents().forEach(document -> keys.remove(document.key()));
    }

    /** Adds {@code version} to what waits behind the bulk that holds {@code key}; false when none does. */
    boolean join(DocumentKey key, Document version, long now) {
        if (!keys.contains(key)) {
            return false;
        }
        @Nullable PendingDocument known = behind.get(key);
        if (known == null) {
            behind.put(key, new PendingDocument(key, version, now));
        } else {
            known.add(version);
        }
        return true;
    }

    /** What waited behind {@code key}, which does so no longer. */
    @Nullable
    PendingDocument takeBehind(DocumentKey key) {
        return behind.isEmpty() ? null : behind.remove(key);
    }

    int size() {
        return bulks.size();
    }

    boolean isEmpty() {
        return bulks.isEmpty();
    }

    int sizeOfRetries() {
        int size = 0;
        for (Bulk bulk : bulks) {
            size += bulk.again() ? 1 : 0;
        }
        return size;
    }

    List<Bulk> retries() {
        return bulks.stream().filter(Bulk::again).toList();
    }

    Set<Bulk> bulks() {
        Set<Bulk> copy = Collections.newSetFromMap(new IdentityHashMap<>());
        copy.addAll(bulks);
        return copy;
    }

    boolean holdsAny(Collection<Bulk> some) {
        return some.stream().anyMatch(bulks::contains);
    }

    /** Drops what waits behind and has lost its partition; what is being sent learns that it has. */
    void revoke(Set<TopicPartition> partitions, Predicate<Document> lost, Consumer<Document> dropped) {
        behind.values().removeIf(document -> !document.dropIf(lost, dropped));
        bulks.forEach(bulk -> bulk.documents().forEach(document -> document.revoke(partitions)));
    }

    void forEach(Consumer<PendingDocument> action) {
        bulks.forEach(bulk -> bulk.documents().forEach(action));
    }
}
