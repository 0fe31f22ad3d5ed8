package dev.drawbridge.sink.offsets;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How far an index has seen one partition. Times are in milliseconds since the epoch.
 *
 * @param position the offset after the last one seen
 * @param seenUntil everything appended to the partition before this has been seen, as records have shown
 * @param idleAt when the partition last had nothing to offer, nor in the minute that followed. Only a claim: a paused connector
 *     polls in vain as well
 * @param lastOffset offset of the last record that was delivered, by which the topic is recognised again; negative if there is none
 * @param lastTimestamp that record's timestamp
 * @param maxTimestamp no record before {@code position} that was delivered has a later timestamp
 */
public record Checkpoint(
        long position, long seenUntil, long idleAt, long lastOffset, long lastTimestamp, long maxTimestamp) {

    /** How far clocks of producers and workers may be apart, and how long a record may be under way. */
    static final long CLOCK_SLACK_MS = 60_000;

    /** Stands for no record, and for the timestamp of none. */
    public static final long NONE = -1;

    /** An index that begins before {@code offset}, where no record is yet: what it does not hold needs no erasure. */
    static Checkpoint beginning(long offset, long now) {
        return new Checkpoint(offset, now, 0, NONE, NONE, NONE);
    }

    /** The same, with {@code first} the first record, which is not seen yet but known already. */
    static Checkpoint beginning(long offset, SinkRecord first, long now) {
        long timestamp = TombstoneGapGuard.timestamp(first);
        return new Checkpoint(offset, now, 0, first.originalKafkaOffset(), timestamp, timestamp);
    }

    /** Whether the topic can be recognised by a record. */
    boolean hasRecord() {
        return lastOffset > NONE;
    }

    /** Since when something may have gone unseen between the last record and one appended at {@code timestamp}. */
    long unseenSince(long timestamp) {
        return refutesIdleness(timestamp) ? seenUntil : latest();
    }

    /** A record that was already in the topic at that time and comes only now: the partition was not read at all. */
    private boolean refutesIdleness(long timestamp) {
        return timestamp < idleAt;
    }

    /** Whether the record at {@code offset} follows the last one, or has been seen before. */
    boolean leavesNoGap(long offset) {
        return offset <= position;
    }

    Checkpoint delivered(long offset, long timestamp, long now) {
        if (offset < position) {
            return this;
        }
        long seen = Math.max(unseenSince(timestamp), Math.min(timestamp, now));
        return new Checkpoint(
                offset + 1,
                seen,
                refutesIdleness(timestamp) ? 0 : idleAt,
                offset,
                timestamp,
                Math.max(maxTimestamp, timestamp));
    }

    /** The same, with what was read before {@code offset} and dropped by a transform, none of it later than {@code now}. */
    Checkpoint dropped(long offset, long now) {
        return offset <= position
                ? this
                : new Checkpoint(offset, seenUntil, idleAt, lastOffset, lastTimestamp, Math.max(maxTimestamp, now));
    }

    /** The same, with records before {@code offset} of which none is later than {@code latest}. */
    Checkpoint upTo(long offset, long latest) {
        return offset <= position
                ? this
                : new Checkpoint(offset, seenUntil, idleAt, lastOffset, lastTimestamp, Math.max(maxTimestamp, latest));
    }

    Checkpoint idle(long now) {
        return new Checkpoint(position, seenUntil, now, lastOffset, lastTimestamp, maxTimestamp);
    }

    /** The last moment of which anything is known. */
    long latest() {
        return Math.max(seenUntil, idleAt);
    }
}
