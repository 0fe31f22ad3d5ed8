package dev.drawbridge.sink.bulk;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The books of what was delivered and what is settled (indexed, passed over or reported), by original coordinates. An offset
 * may be committed only if everything delivered below it is settled. Not thread-safe.
 */
public final class OffsetLedger {

    private final Map<TopicPartition, Book> books = new HashMap<>();

    /** Starts empty books for {@code partitions}. */
    public void open(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> books.put(partition, new Book()));
    }

    /** Forgets {@code partitions}: they belong to somebody else now. */
    public void close(Collection<TopicPartition> partitions) {
        partitions.forEach(books::remove);
    }

    /**
     * Notes that {@code record} was delivered.
     *
     * @return false when it was delivered before and is known to be settled: it need not be written again
     */
    public boolean delivered(SinkRecord record) {
        return books.computeIfAbsent(partition(record), unopened -> new Book()).delivered(record.originalKafkaOffset());
    }

    /** Notes that {@code record} is safely done with. */
    public void settled(SinkRecord record) {
        @Nullable Book book = books.get(partition(record));
        if (book == null) {
            return;
        }
        book.settled(record.originalKafkaOffset());
        if (book.isAllSettled() && books.values().stream().allMatch(Book::isAllSettled)) {
            books.values().forEach(Book::forgetSettled);
        }
    }

    /**
     * The offsets that may be committed, given that Connect has consumed up to {@code consumed}. Records that a transform
     * dropped are never delivered, so they hold nothing up.
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>(consumed);
        safe.replaceAll((partition, position) -> {
            @Nullable Book book = books.get(partition);
            return book == null || book.isSettledBelow(position.offset())
                    ? position
                    : new OffsetAndMetadata(book.firstOutstanding());
        });
        return safe;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /**
     * One partition's book. Settled offsets are remembered while anything is outstanding anywhere: Connect delivers a batch
     * again as a whole.
     */
    private static final class Book {

        private final TreeSet<Long> outstanding = new TreeSet<>();
        private final Set<Long> settled = new HashSet<>();

        boolean delivered(long offset) {
            if (settled.contains(offset)) {
                return false;
            }
            outstanding.add(offset);
            return true;
        }

        void settled(long offset) {
            if (outstanding.remove(offset)) {
                settled.add(offset);
            }
        }

        boolean isAllSettled() {
            return outstanding.isEmpty();
        }

        void forgetSettled() {
            settled.clear();
        }

        boolean isSettledBelow(long position) {
            return outstanding.isEmpty() || outstanding.first() >= position;
        }

        long firstOutstanding() {
            return outstanding.first();
        }
    }
}
