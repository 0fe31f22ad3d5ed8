package dev.drawbridge.sink.offsets;

import static dev.drawbridge.sink.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

class OffsetTrackerPropertyTest {

    private static final int PARTITIONS = 3;

    /** Deliveries with gaps, redeliveries, settlements in any order, rebalances; checked against plain sets of records. */
    @Property(tries = 2_000)
    void committedNeverPassesAnUnwrittenRecord(@ForAll long seed) {
        Random random = new Random(seed);
        OffsetTracker tracker = new OffsetTracker();
        Map<TopicPartition, Long> consumed = new HashMap<>();
        Map<TopicPartition, NavigableMap<Long, Boolean>> settledByOffset = new HashMap<>();
        for (int p = 0; p < PARTITIONS; p++) {
            open(tracker, partition(p), consumed, settledByOffset);
        }
        for (int step = 0; step < 200; step++) {
            TopicPartition partition = partition(random.nextInt(PARTITIONS));
            NavigableMap<Long, Boolean> records = settledByOffset.get(partition);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    long offset = consumed.get(partition) + random.nextInt(3);
                    tracker.delivered(List.of(record(partition, offset)));
                    records.put(offset, false);
                    consumed.put(partition, offset + 1 + random.nextInt(2));
                }
                case 4, 5, 6, 7 ->
                    pick(records, random).ifPresent(offset -> {
                        tracker.settled(record(partition, offset));
                        records.put(offset, true);
                    });
                case 8 ->
                    pick(records, random).ifPresent(offset -> {
                        tracker.delivered(List.of(record(partition, offset)));
                        records.put(offset, false);
                    });
                default -> {
                    if (random.nextInt(10) == 0) {
                        tracker.close(List.of(partition));
                        open(tracker, partition, consumed, settledByOffset);
                    }
                }
            }
            check(tracker, consumed, settledByOffset);
        }
    }

    private static void check(
            OffsetTracker tracker,
            Map<TopicPartition, Long> consumed,
            Map<TopicPartition, NavigableMap<Long, Boolean>> settledByOffset) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        consumed.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
        tracker.committable(positions).forEach((partition, committed) -> {
            long expected = settledByOffset.get(partition).entrySet().stream()
                    .filter(entry -> !entry.getValue())
                    .mapToLong(Map.Entry::getKey)
                    .min()
                    .orElse(consumed.get(partition));
            assertThat(committed.offset()).isEqualTo(Math.min(expected, consumed.get(partition)));
        });
    }

    private static void open(
            OffsetTracker tracker,
            TopicPartition partition,
            Map<TopicPartition, Long> consumed,
            Map<TopicPartition, NavigableMap<Long, Boolean>> settledByOffset) {
        tracker.open(List.of(partition));
        consumed.putIfAbsent(partition, 0L);
        settledByOffset.put(partition, new TreeMap<>());
    }

    private static Optional<Long> pick(NavigableMap<Long, Boolean> records, Random random) {
        return records.keySet().stream()
                .skip(records.isEmpty() ? 0 : random.nextInt(records.size()))
                .findFirst();
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    private static SinkRecord record(TopicPartition partition, long offset) {
        return Records.of(partition.partition(), offset, "k", 1L, "{}");
    }
}
