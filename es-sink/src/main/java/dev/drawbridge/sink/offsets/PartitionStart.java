package dev.drawbridge.sink.offsets;

import static dev.drawbridge.sink.offsets.TombstoneGapGuard.timestamp;

import dev.drawbridge.sink.offsets.StartDecision.Step;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where do I start? The offsets that Connect has committed are those of a connector, not of an index. So Connect is sent back to
 * the checkpoint when it is ahead of it, and to the beginning when the index has seen nothing; when it is behind, it goes on from
 * there. First the topic is recognised: Connect is sent to the last record that the index has seen, which must still be the same. If
 * compaction has removed it, the first record of the partition must be one that the index can have seen. {@link #decide} changes
 * nothing, so that it can be repeated; {@link #apply} does. For one thread.
 */
final class PartitionStart {

    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final OffsetReset reset;
    private StartDecision current = new StartDecision(Step.POSITION, false, UNKNOWN, UNKNOWN, UNKNOWN);
    private long connectAt = UNKNOWN;
    private boolean pending;
    private boolean idle;

    PartitionStart(TopicPartition partition, OffsetReset reset) {
        this.partition = partition;
        this.reset = reset;
    }

    /** Notes where Connect stands, which says nothing until it has gone where it was sent. */
    void connectIsAt(long offset) {
        if (!pending) {
            connectAt = offset;
        }
    }

    /** Notes that Connect has polled, and so gone where it was sent. */
    void polled() {
        pending = false;
    }

    /** Notes that Connect is to bring the same again, from {@code offset} on, as nothing could be decided. */
    void sendBack(long offset) {
        connectAt = offset;
        pending = true;
    }

    /** Whether what is read is what the index lacks, so that a partition with nothing to read is idle. */
    boolean isReading() {
        return !pending && current.next() != Step.POSITION;
    }

    /** Notes that Connect found nothing to read for some time. */
    void idle() {
        idle = true;
    }

    /** Whether something may be decided without a record. */
    boolean isDue() {
        return isLastRecordMissing() || isPositionKnown();
    }

    /** Nothing comes: a topic that ends there is not known to be the one that the index has seen. */
    private boolean isLastRecordMissing() {
        return idle && current.next() == Step.LAST_RECORD;
    }

    private boolean isPositionKnown() {
        return !pending
                && connectAt != UNKNOWN
                && (current.next() == Step.POSITION
                        || (current.next() == Step.BEGINNING && connectAt > current.offset()));
    }

    /**
     * Decides by what is stored and what Connect brings.
     *
     * @param seen null if the index has seen nothing of the partition
     * @param first the first record delivered now, if any
     * @throws ConnectException when the topic is not the one that the index has seen, or Connect went forward instead of back
     */
    StartDecision decide(@Nullable Checkpoint seen, @Nullable SinkRecord first) {
        if (current.next() == Step.POSITION) {
            long here = connectAt != UNKNOWN || first == null ? connectAt : first.originalKafkaOffset();
            return here == UNKNOWN ? current : atPosition(here, seen, first);
        }
        if (seen == null) {
            return atBeginning(first);
        }
        if (first == null) {
            return isLastRecordMissing() ? lastRecordMissing() : current;
        }
        requireNotBefore(current.offset(), seen, first);
        return switch (current.next()) {
            case LAST_RECORD -> atLastRecord(seen, first);
            case FIRST_RECORD -> atFirstRecord(seen, first);
            default -> atResumption(seen, first);
        };
    }

    /** Returns whether that is something else than before. */
    boolean apply(StartDecision decision) {
        boolean isNew = !decision.equals(current);
        current = decision;
        if (isNew && decision.seeks()) {
            pending = true;
            idle = false;
            connectAt = UNKNOWN;
        }
        return isNew;
    }

    private StartDecision atPosition(long here, @Nullable Checkpoint seen, @Nullable SinkRecord first) {
        if (seen == null) {
            if (!reset.backfills()) {
                return start(here);
            }
            StartDecision beginning = new StartDecision(Step.BEGINNING, here > 0, 0, 0, here);
            return here == 0 && first != null ? start(first.originalKafkaOffset()) : beginning;
        }
        long resume = Math.min(here, seen.position());
        if (seen.hasRecord() && reset != OffsetReset.NONE) {
            return new StartDecision(Step.LAST_RECORD, true, seen.lastOffset(), resume, here);
        }
        return here > resume ? new StartDecision(Step.RESUMPTION, true, resume, resume, here) : start(resume);
    }

    private StartDecision atBeginning(@Nullable SinkRecord first) {
        if (first == null) {
            return isPositionKnown() ? start(connectAt) : current; // a transform drops all
        }
        if (current.seeks() && first.originalKafkaOffset() > current.cameFrom()) {
            throw wentForward(first);
        }
        return start(first.originalKafkaOffset());
    }

    private StartDecision atLastRecord(Checkpoint seen, SinkRecord first) {
        if (first.originalKafkaOffset() == seen.lastOffset()) {
            if (timestamp(first) != seen.lastTimestamp()) {
                throw new TopicRecreatedException(
                        first, "was appended at another time than the one that the index has seen there");
            }
            return resumeFrom(first);
        }
        return lastRecordMissing();
    }

    private StartDecision lastRecordMissing() {
        return reset == OffsetReset.EARLIEST
                ? new StartDecision(Step.FIRST_RECORD, true, 0, current.resume(), current.cameFrom())
                : resumption(); // the consumer may have gone to the end
    }

    private StartDecision atFirstRecord(Checkpoint seen, SinkRecord first) {
        if (first.originalKafkaOffset() < seen.position() && timestamp(first) > seen.maxTimestamp()) {
            throw new TopicRecreatedException(
                    first, "is younger than all that the index has seen, although it stands before them");
        }
        return resumeFrom(first);
    }

    private StartDecision atResumption(Checkpoint seen, SinkRecord first) {
        boolean ahead = current.cameFrom() > seen.position();
        if (reset == OffsetReset.LATEST && ahead && first.originalKafkaOffset() >= current.cameFrom()) {
            throw wentForward(first);
        }
        return start(current.resume());
    }

    /** Not more than one record is passed over that is not wanted: Connect is quicker where it need not read them. */
    private StartDecision resumeFrom(SinkRecord first) {
        boolean isBehind = current.resume() > first.originalKafkaOffset() + 1;
        boolean isBefore = current.resume() < current.offset();
        return isBehind || isBefore ? resumption() : start(current.resume());
    }

    private StartDecision resumption() {
        return new StartDecision(Step.RESUMPTION, true, current.resume(), current.resume(), current.cameFrom());
    }

    private StartDecision start(long offset) {
        return new StartDecision(null, false, offset, offset, current.cameFrom());
    }

    private void requireNotBefore(long sought, Checkpoint seen, SinkRecord first) {
        if (first.originalKafkaOffset() < sought) {
            throw new TopicRecreatedException(
                    first,
                    "came although offset " + sought + " was asked for: the topic is shorter than the "
                            + seen.position() + " offsets that the index has seen");
        }
    }

    private ConnectException wentForward(SinkRecord first) {
        return new ConnectException("Cannot begin with " + partition + "@" + first.originalKafkaOffset()
                + ": the index lacks what is before " + current.cameFrom()
                + ", and the consumer, sent back for it, went"
                + " forward. Set consumer.override.auto.offset.reset to earliest, or to latest if a new index is to lack"
                + " what was there before the connector, and restart the task");
    }
}
