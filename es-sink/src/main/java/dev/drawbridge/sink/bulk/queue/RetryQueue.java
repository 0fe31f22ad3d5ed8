package dev.drawbridge.sink.bulk.queue;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.queue.PendingDocument.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Documents that Elasticsearch did not take, each until it is due to be sent again. They hold no thread and no place among the
 * bulks in flight. Guarded by the buffer's lock.
 */
final class RetryQueue {

    private final Map<DocumentKey, PendingDocument> byKey = new HashMap<>();
    private final PriorityQueue<PendingDocument> byDue =
            new PriorityQueue<>(Comparator.comparing(document -> requireNonNull(document.retry())));
    private final Map<TopicPartition, Integer> recordsByPartition = new HashMap<>();
    private long added;
    private int records;
    private long bytes;

    private static long due(PendingDocument document) {
        return requireNonNull(document.retry()).due();
    }

    /** {@code document} has a {@link Retry} that says when it is due; of those due together the first goes first. */
    void add(PendingDocument document) {
        requireNonNull(document.retry()).inOrder(added++);
        byKey.put(document.key(), document);
        byDue.add(document);
        document.forEach(version -> count(version, 1));
    }

    private void count(Document version, int sign) {
        records += sign;
        bytes += (long) sign * version.bulkBytes();
        recordsByPartition.merge(version.partition(), sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }

    /** Adds {@code version} to what waits for {@code key}, which stays due as before; false when nothing does. */
    boolean join(DocumentKey key, Document version) {
        @Nullable PendingDocument known = byKey.get(key);
        if (known == null) {
            return false;
        }
        known.add(version);
        count(version, 1);
        return true;
    }

    boolean isEmpty() {
        return byDue.isEmpty();
    }

    int records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    Collection<PendingDocument> documents() {
        return byKey.values();
    }

    /** How long until a document is due, in nanoseconds, at {@code now}; not to be asked of an empty queue. */
    long nanosUntilDue(long now) {
        return due(requireNonNull(byDue.peek())) - now;
    }

    /** The documents that are due at {@code now}, as many as may share a bulk of {@code operations} and {@code mostBytes}. */
    List<PendingDocument> take(long now, int operations, long mostBytes) {
        List<PendingDocument> taken = new ArrayList<>();
        long size = 0;
        long most = mostBytes;
        while (!byDue.isEmpty() && taken.size() < operations && nanosUntilDue(now) <= 0) {
            PendingDocument next = requireNonNull(byDue.peek());
            size += next.newest().bulkBytes();
            most = Math.min(most, requireNonNull(next.retry()).mostBytes());
            if (!taken.isEmpty() && size > most) {
                break;
            }
            byDue.remove();
            byKey.remove(next.key());
            next.forEach(version -> count(version, -1));
            taken.add(next);
        }
        return taken;
    }

    /** Drops the versions that {@code lost} names. */
    void dropIf(Predicate<Document> lost, Consumer<Document> dropped) {
        List<PendingDocument> all = List.copyOf(byKey.values());
        byKey.clear();
        byDue.clear();
        recordsByPartition.clear();
        records = 0;
        bytes = 0;
        for (PendingDocument document : all) {
            long due = due(document);
            if (document.dropIf(lost, dropped)) {
                document.retrying(due).dueAt(due); // of another version, perhaps, than the one that was refused
                add(document);
            }
        }
    }

    /** The partitions that the documents came from. */
    Set<TopicPartition> partitions() {
        return recordsByPartition.keySet();
    }
}
