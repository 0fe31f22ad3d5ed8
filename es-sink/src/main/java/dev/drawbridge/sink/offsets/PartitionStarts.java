package dev.drawbridge.sink.offsets;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of a task that have not started yet, until each is where its index needs it. For one thread. */
final class PartitionStarts {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionStarts.class);

    private final CheckpointStore store;
    private final IndexAdmission admission;
    private final ConsumerControl consumer;
    private final OffsetReset reset;
    private final Map<TopicPartition, PartitionProgress> known;

    private final Map<TopicPartition, PartitionStart> starts = new HashMap<>();
    private final UnreadPartitions unread;

    /** @param known partitions of which the index has seen something; added to here */
    PartitionStarts(
            CheckpointStore store,
            IndexAdmission admission,
            ConsumerControl consumer,
            OffsetReset reset,
            Map<TopicPartition, PartitionProgress> known) {
        this.store = store;
        this.admission = admission;
        this.consumer = consumer;
        this.reset = reset;
        this.known = known;
        this.unread = new UnreadPartitions(store, admission);
    }

    void add(TopicPartition partition) {
        starts.put(partition, new PartitionStart(partition, reset));
        unread.add(partition);
    }

    void removeAll(Collection<TopicPartition> partitions) {
        starts.keySet().removeAll(partitions);
        unread.removeAll(partitions);
    }

    boolean isEmpty() {
        return starts.isEmpty();
    }

    /** Whether what is read of {@code partition} is what the index lacks, be it started or not. */
    boolean isReading(TopicPartition partition) {
        @Nullable PartitionStart start = starts.get(partition);
        return start == null || start.isReading();
    }

    /** Notes where Connect stands. */
    void connectIsAt(TopicPartition partition, long offset) {
        @Nullable PartitionStart start = starts.get(partition);
        if (start != null) {
            start.connectIsAt(offset);
        }
    }

    /** Notes that there was nothing to read in {@code partition} for some time. */
    void idle(TopicPartition partition) {
        Optional.ofNullable(starts.get(partition)).ifPresent(PartitionStart::idle);
    }

    /** Partitions that cannot start as long as a shard of their index is not available. */
    Set<TopicPartition> waiting() {
        return unread.waiting();
    }

    /** Whether a partition can start, or be sent somewhere, without a record. */
    boolean isDue(long now) {
        return unread.isDue(now)
                || starts.entrySet().stream()
                        .anyMatch(each -> !unread.isWaiting(each.getKey())
                                && each.getValue().isDue());
    }

    /**
     * Starts partitions with {@code records}, or sends Connect where it has to go. Whatever may fail comes before anything is
     * changed: Connect delivers the same again.
     *
     * @return the records to be taken
     */
    Collection<SinkRecord> start(Collection<SinkRecord> records, long now) {
        starts.values().forEach(PartitionStart::polled);
        Map<TopicPartition, SinkRecord> first = first(records);
        if (first.isEmpty() && !isDue(now)) {
            return records;
        }
        unread.load(now).forEach((partition, checkpoint) -> known.put(partition, new PartitionProgress(checkpoint)));
        Map<TopicPartition, StartDecision> decisions = new HashMap<>();
        starts.forEach((partition, start) -> {
            if (!unread.isWaiting(partition)) {
                decisions.put(partition, start.decide(seen(partition), first.get(partition)));
            }
        });
        begin(decisions, first, now);
        decisions.forEach(this::apply);
        first.forEach(this::sendBackIfWaiting);
        return first.isEmpty() ? records : taken(records, decisions);
    }

    /** The first record of each partition that has not started. */
    private Map<TopicPartition, SinkRecord> first(Collection<SinkRecord> records) {
        Map<TopicPartition, SinkRecord> first = new HashMap<>();
        @Nullable SinkRecord before = null;
        for (SinkRecord record : records) {
            if (before == null || !isSamePartition(before, record)) {
                TopicPartition partition = SinkProgress.partition(record);
                if (starts.containsKey(partition)) {
                    first.putIfAbsent(partition, record);
                }
            }
            before = record;
        }
        return first;
    }

    private static boolean isSamePartition(SinkRecord one, SinkRecord other) {
        return one.originalKafkaPartition().equals(other.originalKafkaPartition())
                && one.originalTopic().equals(other.originalTopic());
    }

    private void sendBackIfWaiting(TopicPartition partition, SinkRecord first) {
        if (unread.isWaiting(partition)) {
            requireNonNull(starts.get(partition)).sendBack(first.originalKafkaOffset());
            consumer.seek(partition, first.originalKafkaOffset());
        }
    }

    /** A partition's first checkpoint is stored before its first document is written: even a short run is remembered. */
    private void begin(Map<TopicPartition, StartDecision> decisions, Map<TopicPartition, SinkRecord> first, long now) {
        Map<CheckpointKey, Checkpoint> begun = new HashMap<>();
        decisions.forEach((partition, decision) -> {
            if (decision.isStart() && !known.containsKey(partition)) {
                @Nullable SinkRecord record = first.get(partition);
                begun.put(
                        key(partition),
                        record == null
                                ? Checkpoint.beginning(decision.offset(), now)
                                : Checkpoint.beginning(decision.offset(), record, now));
            }
        });
        if (!begun.isEmpty()) {
            store.save(begun);
            begun.forEach((key, checkpoint) -> known.put(key.partition(), new PartitionProgress(checkpoint)));
        }
    }

    private void apply(TopicPartition partition, StartDecision decision) {
        if (decision.isStart()) {
            starts.remove(partition);
        } else if (requireNonNull(starts.get(partition)).apply(decision) && decision.seeks()) {
            LOG.info("Reading {} from offset {} ({})", partition, decision.offset(), decision.next());
            consumer.seek(partition, decision.offset());
            consumer.pollSoon();
        }
    }

    private Collection<SinkRecord> taken(Collection<SinkRecord> records, Map<TopicPartition, StartDecision> decisions) {
        List<SinkRecord> taken = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            TopicPartition partition = SinkProgress.partition(record);
            @Nullable StartDecision decision = decisions.get(partition);
            if (decision == null
                    ? !unread.isWaiting(partition)
                    : (decision.isStart() && record.originalKafkaOffset() >= decision.offset())) {
                taken.add(record);
            }
        }
        return taken;
    }

    private @Nullable Checkpoint seen(TopicPartition partition) {
        return Optional.ofNullable(known.get(partition))
                .map(PartitionProgress::seen)
                .orElse(null);
    }

    private CheckpointKey key(TopicPartition partition) {
        return new CheckpointKey(partition, admission.admitted(index(partition)));
    }

    private String index(TopicPartition partition) {
        return store.index(partition.topic()).orElseThrow();
    }
}
