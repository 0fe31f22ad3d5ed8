package dev.drawbridge.sink.offsets;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The books of what was delivered and what is settled (indexed, passed over or reported), by original coordinates. An offset
 * may be committed only if everything delivered below it is settled. Thread-safe.
 */
public final class OffsetTracker {

    /** The offsets outstanding, by partition. */
    private final Map<TopicPartition, NavigableSet<Long>> books = new HashMap<>();

    /** Starts empty books for {@code partitions}. */
    public synchronized void open(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> books.put(partition, new TreeSet<>()));
    }

    /** Forgets {@code partitions}: they belong to somebody else now. */
    public synchronized void close(Collection<TopicPartition> partitions) {
        partitions.forEach(books::remove);
    }

    /** Notes that {@code records} were delivered. */
    public synchronized void delivered(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            books.computeIfAbsent(partition(record), unopened -> new TreeSet<>())
                    .add(record.originalKafkaOffset());
        }
    }

    /** Notes that {@code record} is safely done with. */
    public synchronized void settled(SinkRecord record) {
        @Nullable NavigableSet<Long> outstanding = books.get(partition(record));
        if (outstanding != null) {
            outstanding.remove(record.originalKafkaOffset());
        }
    }

    /**
     * The offsets that may be committed, given that Connect has consumed up to {@code consumed}. Records that a transform
     * dropped are never delivered, so they hold nothing up.
     */
    public synchronized Map<TopicPartition, OffsetAndMetadata> committable(
            Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>(consumed);
        safe.replaceAll((partition, position) -> {
            @Nullable NavigableSet<Long> outstanding = books.get(partition);
            return outstanding == null || outstanding.isEmpty() || outstanding.first() >= position.offset()
                    ? position
                    : new OffsetAndMetadata(outstanding.first());
        });
        return safe;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
