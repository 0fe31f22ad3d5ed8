package dev.drawbridge.sink.offsets;

import static dev.drawbridge.sink.offsets.TombstoneGapGuard.timestamp;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far the index sees a partition, and what of it may be stored: what is settled, which is known of it only up to an earlier
 * commit while more is under way. For one thread.
 */
final class PartitionProgress {

    private Checkpoint seen;
    private Checkpoint stored;
    /** The latest that is true of what is settled. */
    private Checkpoint settled;
    /** Becomes true of what is settled once that has come so far. */
    private @Nullable Checkpoint awaited;

    private long next = Long.MIN_VALUE;

    /** @param stored what the store holds */
    PartitionProgress(Checkpoint stored) {
        this.seen = stored;
        this.stored = stored;
        this.settled = stored;
    }

    Checkpoint seen() {
        return seen;
    }

    /**
     * Takes {@code record} as the next one.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when something may be missing before it
     */
    void delivered(SinkRecord record, TombstoneGapGuard guard, long now) {
        long offset = record.originalKafkaOffset();
        if (offset < next) {
            throw new TopicRecreatedException(record, "came after offset " + (next - 1));
        }
        if (offset == seen.lastOffset() && timestamp(record) != seen.lastTimestamp()) {
            throw new TopicRecreatedException(
                    record, "was appended at another time than the one that the index has seen there");
        }
        guard.requireNothingMissed(seen, record, now);
        seen = seen.delivered(offset, timestamp(record), now);
        next = offset + 1;
    }

    /**
     * Notes how far Connect has read, which moves past what a transform drops, too. Whatever was read while nothing unseen can have
     * been removed has been seen.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when something may be missing in what was read
     */
    void consumed(TopicPartition partition, long offset, TombstoneGapGuard guard, long now) {
        if (offset > seen.position() && guard.isExceeded(seen.latest(), now)) {
            throw guard.refusal(partition, offset, seen.latest());
        }
        if (!guard.isExceeded(seen.seenUntil(), now)) {
            seen = seen.dropped(offset, now);
        }
    }

    /** Having nothing to read cannot make up for downtime: what could have been read may be gone. */
    void idle(long at, TombstoneGapGuard guard, long now) {
        if (!guard.isExceeded(seen.latest(), now)) {
            seen = seen.idle(at);
        }
    }

    /** What is to be stored before {@code offset} is committed; empty if that is stored. */
    Optional<Checkpoint> due(long offset) {
        if (seen.position() <= offset) {
            settled = seen;
            awaited = null;
        } else if (awaited == null || awaited.position() <= offset) {
            settled = awaited == null ? settled : awaited;
            awaited = seen;
        }
        Checkpoint due = settled.upTo(Math.min(offset, seen.position()), seen.maxTimestamp());
        return due.equals(stored) ? Optional.empty() : Optional.of(due);
    }

    void stored(Checkpoint checkpoint) {
        stored = checkpoint;
    }
}
