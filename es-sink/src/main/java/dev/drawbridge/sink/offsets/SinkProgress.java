package dev.drawbridge.sink.offsets;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a task believes of index, topic and position. Three questions: where do I start ({@link PartitionStart}), may I go on
 * ({@link TombstoneGapGuard}), what do I checkpoint ({@link PartitionProgress})? For the task's thread alone.
 */
public final class SinkProgress {

    private final CheckpointStore store;
    private final IndexAdmission admission;
    private final ConsumerControl consumer;
    private final TombstoneGapGuard guard;
    private final LongSupplier clock;

    /** Partitions of which the index has seen something. */
    private final Map<TopicPartition, PartitionProgress> known = new HashMap<>();

    private final PartitionStarts starts;
    private final IdlenessTracker idleness = new IdlenessTracker();

    /**
     * @param retention how long the topics keep tombstones; empty if none is compacted
     * @param adoptions token by index, as an operator has set them
     * @param clock the wall's, in milliseconds
     */
    public SinkProgress(
            CheckpointStore store,
            ConsumerControl consumer,
            OffsetReset reset,
            Optional<Duration> retention,
            Map<String, String> adoptions,
            LongSupplier clock) {
        this.store = store;
        this.admission = new IndexAdmission(store, adoptions);
        this.consumer = consumer;
        this.starts = new PartitionStarts(store, admission, consumer, reset, known);
        this.guard = new TombstoneGapGuard(retention.orElse(Duration.ofMillis(Long.MAX_VALUE)));
        this.clock = clock;
    }

    /** Takes {@code partitions} over, as far as their topics have an index. */
    public void open(Collection<TopicPartition> partitions) {
        close(partitions);
        for (TopicPartition partition : partitions) {
            if (store.index(partition.topic()).isPresent()) {
                starts.add(partition);
            }
        }
        consumer.commitSoon();
    }

    /** Forgets {@code partitions}. Connect asks for their offsets before, by which their checkpoints were stored. */
    public void close(Collection<TopicPartition> partitions) {
        starts.removeAll(partitions);
        known.keySet().removeAll(partitions);
        idleness.dropAll(partitions);
    }

    /** Partitions that need not be read now: it cannot be checked yet whether their index is empty. */
    public Set<TopicPartition> waiting() {
        return starts.waiting();
    }

    /**
     * To be called with each delivery of Connect's, before anything else is done with it.
     *
     * @param paused whether partitions were not asked for records since the last call
     * @return the records to be taken; the others come again, or have been seen
     * @throws ClusterUnavailableException when it cannot be decided now: Connect delivers the same again
     * @throws ConnectException when it is not certain that the index has seen everything before one of them
     */
    public Collection<SinkRecord> onPut(Collection<SinkRecord> records, boolean paused) {
        long now = clock.getAsLong();
        try {
            Collection<SinkRecord> taken = starts.isEmpty() ? records : starts.start(records, now);
            Set<TopicPartition> busy = deliver(taken, now);
            if (paused) {
                idleness.interrupted(now);
            } else {
                asked(busy, now);
            }
            return taken;
        } catch (ClusterUnavailableException e) {
            idleness.interrupted(now);
            throw e;
        } catch (TopicRecreatedException e) {
            String index = store.index(e.topic()).orElseThrow();
            throw e.withRemedy(index, admission.adoption(index));
        }
    }

    /**
     * Stores the checkpoints of what is settled, before its offsets are committed.
     *
     * @param consumed how far Connect has read
     * @param settled up to where everything delivered is settled
     * @return the offsets that may be committed
     * @throws ClusterUnavailableException when checkpoints cannot be stored now; then nothing may be committed
     * @throws ConnectException when they cannot be stored at all, or something may be missing in what was read; the same
     */
    public Map<TopicPartition, OffsetAndMetadata> onPreCommit(
            Map<TopicPartition, OffsetAndMetadata> consumed, Map<TopicPartition, OffsetAndMetadata> settled) {
        long now = clock.getAsLong();
        consumed.forEach((partition, offset) -> {
            starts.connectIsAt(partition, offset.offset());
            @Nullable PartitionProgress progress = known.get(partition);
            if (progress != null && starts.isReading(partition)) {
                progress.consumed(partition, offset.offset(), guard, now);
            }
        });
        if (starts.isDue(now)) {
            consumer.pollSoon();
        }
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>(settled);
        committable.keySet().removeIf(partition -> !starts.isReading(partition));
        save(committable);
        return committable;
    }

    private void save(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<CheckpointKey, Checkpoint> due = new HashMap<>();
        offsets.forEach((partition, offset) -> Optional.ofNullable(known.get(partition))
                .flatMap(progress -> progress.due(offset.offset()))
                .ifPresent(checkpoint -> due.put(key(partition), checkpoint)));
        if (!due.isEmpty()) {
            store.save(due);
            due.forEach((key, checkpoint) ->
                    requireNonNull(known.get(key.partition())).stored(checkpoint));
        }
    }

    private CheckpointKey key(TopicPartition partition) {
        String index = store.index(partition.topic()).orElseThrow();
        return new CheckpointKey(partition, admission.admitted(index));
    }

    /** Returns the partitions of {@code records}. */
    private Set<TopicPartition> deliver(Collection<SinkRecord> records, long now) {
        Set<TopicPartition> busy = new HashSet<>();
        @Nullable TopicPartition partition = null;
        @Nullable PartitionProgress progress = null;
        for (SinkRecord record : records) {
            if (partition == null
                    || partition.partition() != record.originalKafkaPartition()
                    || !partition.topic().equals(record.originalTopic())) {
                partition = partition(record);
                progress = known.get(partition);
                busy.add(partition);
                idleness.drop(partition);
            }
            if (progress != null) {
                progress.delivered(record, guard, now);
            }
        }
        return busy;
    }

    private void asked(Set<TopicPartition> busy, long now) {
        idleness.asked(now);
        known.forEach((partition, progress) -> {
            if (!busy.contains(partition) && starts.isReading(partition)) {
                idleness.claim(partition, now).ifPresent(at -> {
                    progress.idle(at, guard, now);
                    starts.idle(partition);
                });
            }
        });
    }

    static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
