package dev.drawbridge.sink.progress;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the reading of partitions begins. The offsets that Connect has committed are those of a connector, not of an index: one
 * that the connector is pointed at anew, or that was made anew or restored, would lack all before them. So Connect is sent back
 * to where the index stands, which is the topic's beginning if it has seen nothing; versions make the replay harmless. A note
 * says where Connect came from, as after a crash the committed offset may still be that one. For one thread.
 */
final class Beginnings {

    private static final Logger LOG = LoggerFactory.getLogger(Beginnings.class);

    private final ProgressStore store;
    private final Optional<Rewind> rewind;
    private final Map<TopicPartition, Beginning> awaited = new HashMap<>();
    /** Offsets to go back to. */
    private final Map<TopicPartition, Long> wanted = new HashMap<>();

    /** @param rewind empty if an index that has seen nothing begins where Connect stands */
    Beginnings(ProgressStore store, Optional<Rewind> rewind) {
        this.store = store;
        this.rewind = rewind;
    }

    void open(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> awaited.put(partition, new Beginning(partition)));
    }

    void close(Collection<TopicPartition> partitions) {
        awaited.keySet().removeAll(partitions);
    }

    /** Learns what is {@code known} of {@code partitions}: unless a replay was left unfinished, Connect goes on where it is. */
    void learn(Collection<TopicPartition> partitions, Map<TopicPartition, Progress> known) {
        Map<TopicPartition, Long> replays = store.replays(partitions);
        known.forEach((partition, progress) -> {
            if (progress.position() >= replays.getOrDefault(partition, 0L)) {
                awaited.remove(partition);
            }
        });
    }

    boolean isAwaited(TopicPartition partition) {
        return awaited.containsKey(partition);
    }

    /** Whether something can be decided without a record. */
    boolean areDue() {
        return awaited.values().stream().anyMatch(Beginning::isPositionKnown);
    }

    /** Partitions in which Connect has yet to go back: what it says of them is over. */
    Set<TopicPartition> pending() {
        return awaited.entrySet().stream()
                .filter(each -> each.getValue().isPending())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Notes that Connect has polled. */
    void polled() {
        awaited.values().forEach(Beginning::polled);
    }

    /**
     * Notes where Connect stands.
     *
     * @return the positions in partitions that were replayed without a record that was taken: a transform may drop all
     */
    Map<TopicPartition, Long> consumed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Long> replayed = new HashMap<>();
        awaited.forEach((partition, beginning) -> {
            long offset = Optional.ofNullable(offsets.get(partition))
                    .map(OffsetAndMetadata::offset)
                    .orElse(beginning.position());
            if (beginning.isMadeUpAt(offset)) {
                replayed.put(partition, offset);
            }
            beginning.consumed(offset);
        });
        awaited.keySet().removeAll(replayed.keySet());
        return replayed;
    }

    /**
     * Takes those of {@code records} that are not in a partition in which Connect is to go back, as {@link #sendBack} tells it.
     *
     * @throws ConnectException when Connect was sent back and went forward
     */
    Collection<SinkRecord> take(Collection<SinkRecord> records, Map<TopicPartition, Progress> known) {
        wanted.clear();
        if (awaited.isEmpty()) {
            return records;
        }
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(record -> first.putIfAbsent(StopGuard.partition(record), record.originalKafkaOffset()));
        Map<TopicPartition, Long> from = new HashMap<>();
        awaited.forEach((partition, beginning) -> {
            long given = first.getOrDefault(partition, beginning.position());
            beginning.requireBack(given);
            if (rewind.isPresent() && beginning.isToGoBack(given, position(known, partition))) {
                from.put(partition, given);
            }
        });
        store.saveReplays(from);
        wanted.putAll(from);
        return records.stream()
                .filter(record -> !from.containsKey(StopGuard.partition(record)))
                .toList();
    }

    /**
     * Notes that {@code records}, which were taken, are what their partitions begin with.
     *
     * @return what is known of partitions now that were unknown; it is stored at once, so that even a short run is remembered
     */
    Map<TopicPartition, Progress> begin(Collection<SinkRecord> records, Map<TopicPartition, Progress> known, long now) {
        if (awaited.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Progress> unknown = new HashMap<>();
        for (SinkRecord record : records) {
            TopicPartition partition = StopGuard.partition(record);
            if (isAwaited(partition) && !known.containsKey(partition)) {
                unknown.putIfAbsent(partition, Progress.beginning(record.originalKafkaOffset(), now));
            }
        }
        store.save(unknown);
        records.forEach(record -> awaited.remove(StopGuard.partition(record)));
        return unknown;
    }

    /** Sends Connect back where {@link #take} has found that it must go. Whatever may fail comes before: Connect repeats it. */
    void sendBack(Map<TopicPartition, Progress> known) {
        wanted.forEach((partition, from) -> {
            long offset = position(known, partition);
            LOG.info(
                    "The index has seen {} until offset {}, so it is read from there instead of from {}",
                    partition,
                    offset,
                    from);
            rewind.orElseThrow().to(partition, offset);
            requireNonNull(awaited.get(partition)).sendBack(from);
        });
        wanted.clear();
    }

    private static long position(Map<TopicPartition, Progress> known, TopicPartition partition) {
        return Optional.ofNullable(known.get(partition)).map(Progress::position).orElse(0L);
    }
}
