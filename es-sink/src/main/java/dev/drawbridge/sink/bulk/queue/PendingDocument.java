package dev.drawbridge.sink.bulk.queue;

import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one document that wait together. Only the newest is sent. The others are settled together with it, unless it
 * is rejected: then the next newest is sent, so that a bulk never ends differently from its documents sent one by one. Guarded
 * by the buffer's lock, but while it is in flight only the thread that sends it reads or changes its versions.
 */
public final class PendingDocument {

    private final DocumentKey key;
    private final long waitingSince;
    private Document newest;
    private List<Document> superseded = List.of();
    private @Nullable Retry retry;
    private volatile Set<TopicPartition> revoked = Set.of();

    /** {@code now} in nanoseconds. */
    PendingDocument(DocumentKey key, Document document, long now) {
        this.key = key;
        this.newest = document;
        this.waitingSince = now;
    }

    /** Of equal versions the one that arrives last counts as newer, as external_gte would have it. */
    void add(Document document) {
        if (superseded.isEmpty()) {
            superseded = new ArrayList<>(2);
        }
        if (document.version() >= newest.version()) {
            superseded.add(newest);
            newest = document;
        } else {
            superseded.add(document);
        }
    }

    /** Adds all versions of {@code later}, which arrived after these. */
    void addAll(PendingDocument later) {
        later.superseded.forEach(this::add);
        add(later.newest);
    }

    public Document newest() {
        return newest;
    }

    public DocumentKey key() {
        return key;
    }

    long waitingSince() {
        return waitingSince;
    }

    /** Puts the next newest version in the place of the newest; false when there is none. */
    public boolean dropNewest() {
        if (superseded.isEmpty()) {
            return false;
        }
        int next = 0;
        for (int i = 1; i < superseded.size(); i++) {
            next = superseded.get(i).version() >= superseded.get(next).version() ? i : next;
        }
        newest = superseded.remove(next);
        retry = null;
        return true;
    }

    /** What is known of the newest version's refusals; null before the first. */
    @Nullable
    public Retry retry() {
        return retry;
    }

    /** The same, begun at {@code now} (nanoseconds) if there is none. */
    public Retry retrying(long now) {
        @Nullable Retry known = retry;
        if (known == null) {
            known = new Retry(now);
            retry = known;
        }
        return known;
    }

    /** The versions that are not sent because of the newest. */
    public List<Document> superseded() {
        return superseded;
    }

    public int records() {
        return 1 + superseded.size();
    }

    long bytes() {
        long bytes = newest.bulkBytes();
        for (Document document : superseded) {
            bytes += document.bulkBytes();
        }
        return bytes;
    }

    void forEach(Consumer<Document> action) {
        superseded.forEach(action);
        action.accept(newest);
    }

    /** The task has lost {@code partitions} while this is in flight. */
    void revoke(Set<TopicPartition> partitions) {
        Set<TopicPartition> all = new HashSet<>(revoked);
        all.addAll(partitions);
        revoked = all;
    }

    /** Whether the task has lost the partition of {@code version} since it was sent. */
    public boolean isRevoked(Document version) {
        Set<TopicPartition> lost = revoked;
        return !lost.isEmpty() && lost.contains(version.partition());
    }

    /** Drops the versions that {@code lost} names and passes them to {@code dropped}; false when none is left. */
    boolean dropIf(Predicate<Document> lost, Consumer<Document> dropped) {
        if (!superseded.isEmpty()) {
            superseded.removeIf(document -> {
                boolean drop = lost.test(document);
                if (drop) {
                    dropped.accept(document);
                }
                return drop;
            });
        }
        if (!lost.test(newest)) {
            return true;
        }
        dropped.accept(newest);
        return dropNewest();
    }

    /** What a document is known by in the cluster. */
    public record DocumentKey(
            String index, String id, @Nullable String routing) {

        static DocumentKey of(Document document) {
            return new DocumentKey(document.index(), document.id(), document.routing());
        }
    }
}
