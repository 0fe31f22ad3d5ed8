package dev.drawbridge.sink.progress;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to go on where compaction may have removed a tombstone that the index has not seen: the erased document would stay in
 * it for ever. That needs a gap in the offsets, and a time since the last record seen that is longer than tombstones are kept,
 * be it that the connector was stopped, paused, or behind. For the task's thread alone.
 */
public final class StopGuard {

    private static final Logger LOG = LoggerFactory.getLogger(StopGuard.class);

    private final ProgressStore store;
    private final MaxStop maxStop;
    private final LongSupplier clock;

    private final Set<TopicPartition> unread = new HashSet<>();
    private final Beginnings beginnings;
    private final IdleClaims claims = new IdleClaims();
    private final Map<TopicPartition, Progress> known = new HashMap<>();
    private final Notes notes;

    /**
     * @param maxStop empty if no topic is compacted
     * @param rewind empty if an index that has seen nothing begins where Connect stands
     * @param clock the wall's, in milliseconds
     */
    public StopGuard(ProgressStore store, Optional<Duration> maxStop, Optional<Rewind> rewind, LongSupplier clock) {
        this.store = store;
        this.maxStop = new MaxStop(maxStop.orElse(Duration.ofMillis(Long.MAX_VALUE)));
        this.clock = clock;
        this.beginnings = new Beginnings(store, rewind);
        this.notes = new Notes(store);
    }

    /** Looks after {@code partitions} as well, as far as progress is kept of them. */
    public void open(Collection<TopicPartition> partitions) {
        List<TopicPartition> kept = partitions.stream().filter(store::keeps).toList();
        unread.addAll(kept);
        beginnings.open(kept);
    }

    /** Forgets {@code partitions}; how far they are settled is stored first, as a long stop may follow. */
    public void close(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Progress> ended = new HashMap<>();
        partitions.stream()
                .filter(partition -> !beginnings.isAwaited(partition))
                .forEach(partition ->
                        notes.last(partition, known).ifPresent(progress -> ended.put(partition, progress)));
        store(ended);
        unread.removeAll(partitions);
        beginnings.close(partitions);
        claims.dropAll(partitions);
        known.keySet().removeAll(partitions);
        notes.close(partitions);
    }

    /** Whether {@link #check} has something to decide, though no records may have come. */
    public boolean isDue() {
        return beginnings.areDue();
    }

    /**
     * To be called before anything is noted of {@code records}.
     *
     * @return those to be taken; the others come again, as Connect was sent back for what was before them
     * @throws ConnectException when a tombstone before one of them may have been missed
     */
    public Collection<SinkRecord> check(Collection<SinkRecord> records) {
        read();
        Collection<SinkRecord> taken = beginnings.take(records, known);
        long now = clock.getAsLong();
        Map<TopicPartition, Progress> begun = beginnings.begin(taken, known, now);
        known.putAll(begun);
        notes.stored(begun);
        for (SinkRecord record : taken) {
            TopicPartition partition = partition(record);
            known.computeIfPresent(partition, (same, progress) -> next(progress, record, now));
            claims.drop(partition);
        }
        beginnings.sendBack(known);
        return taken;
    }

    /** Notes that all partitions were asked for records and had but {@code records}. */
    public void polled(Collection<SinkRecord> records) {
        long now = clock.getAsLong();
        claims.asked(now);
        Set<TopicPartition> busy = records.stream().map(StopGuard::partition).collect(Collectors.toSet());
        known.replaceAll((partition, progress) -> busy.contains(partition) ? progress : idle(partition, progress, now));
    }

    /** Notes that partitions were not asked for records since the last call. */
    public void notPolled() {
        claims.interrupted(clock.getAsLong());
    }

    /** Notes that Connect has polled, and so gone back where it was told to. To be called before {@link #check}. */
    public void arrived() {
        beginnings.polled();
    }

    /** Partitions in which Connect has yet to go back: its positions in them are not to be committed. */
    public Set<TopicPartition> pending() {
        return beginnings.pending();
    }

    /**
     * Notes how far Connect has read, which moves past what a transform drops, too. Whatever was read while nothing unseen can
     * have been removed has been seen.
     */
    public void consumed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        long now = clock.getAsLong();
        beginnings
                .consumed(offsets)
                .forEach((partition, offset) -> known.merge(
                        partition, Progress.beginning(offset, now), (progress, same) -> progress.upTo(offset)));
        offsets.forEach((partition, offset) -> known.computeIfPresent(
                partition,
                (same, progress) -> beginnings.isAwaited(partition) || maxStop.isExceeded(progress.seenUntil(), now)
                        ? progress
                        : progress.upTo(offset.offset())));
    }

    private void read() {
        if (!unread.isEmpty()) {
            Map<TopicPartition, Progress> loaded = store.load(unread);
            beginnings.learn(unread, loaded);
            notes.stored(loaded);
            known.putAll(loaded);
            unread.clear();
        }
    }

    private Progress next(Progress progress, SinkRecord record, long now) {
        maxStop.requireNothingMissed(progress, record, now);
        return progress.delivered(record.originalKafkaOffset(), MaxStop.timestamp(record), now);
    }

    /** Having nothing to read cannot make up for a stop: what could have been read may be gone. */
    private Progress idle(TopicPartition partition, Progress progress, long now) {
        if (maxStop.isExceeded(progress.latest(), now)) {
            return progress;
        }
        return progress.idle(claims.claim(partition, now).orElse(progress.idleAt()));
    }

    /** Stores once a minute what {@code offsets}, which are settled, allow to be said. */
    public void committing(Map<TopicPartition, OffsetAndMetadata> offsets) {
        notes.due(offsets, known, clock.getAsLong()).ifPresent(this::store);
    }

    private void store(Map<TopicPartition, Progress> progress) {
        try {
            read();
            notes.save(progress);
        } catch (ConnectException e) {
            LOG.warn("What has been seen of the topics could not be noted: {}", e.getMessage());
        }
    }

    static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
