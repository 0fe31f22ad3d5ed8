package dev.drawbridge.sink.progress;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What an index begins with. One that was made anew, or restored, under the name of another must begin where that one did: from
 * the committed offsets it would lack all before them. For one thread.
 */
final class Beginnings {

    private final ProgressStore store;
    private final LongSupplier clock;

    Beginnings(ProgressStore store, LongSupplier clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The partitions of {@code records} that are not {@code known}. They are stored at once, so that even a short first run is
     * remembered.
     *
     * @throws ConnectException when an index of the same name has seen what this one is not given
     */
    Map<TopicPartition, Progress> of(Collection<SinkRecord> records, Set<TopicPartition> known) {
        Map<TopicPartition, Progress> beginning = new HashMap<>();
        for (SinkRecord record : records) {
            TopicPartition partition = StopGuard.partition(record);
            if (!known.contains(partition)) {
                beginning.putIfAbsent(partition, Progress.beginning(record.originalKafkaOffset(), clock.getAsLong()));
            }
        }
        if (!beginning.isEmpty()) {
            store.namesakes(beginning.keySet())
                    .forEach((partition, namesake) -> requireNoneMissing(
                            partition, requireNonNull(beginning.get(partition)).position(), namesake));
            store.save(beginning);
        }
        return beginning;
    }

    private static void requireNoneMissing(TopicPartition partition, long first, Namesake namesake) {
        if (first > namesake.lastSeen()) {
            throw new ConnectException("Cannot begin with " + partition + "@" + first + ": index " + namesake.index()
                    + " is new, but one of this name has seen the partition until offset " + namesake.lastSeen()
                    + ", which this one would lack. Rebuild it from the beginning of the topic: stop the connector,"
                    + " DELETE /connectors/<name>/offsets, resume it; versions make the replay harmless. If it begins at "
                    + first + " because the topic holds nothing before, DELETE " + namesake.note()
                    + " and restart the task");
        }
    }
}
