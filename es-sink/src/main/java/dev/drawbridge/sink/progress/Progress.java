package dev.drawbridge.sink.progress;

/**
 * How far an index has seen one partition.
 *
 * @param position the offset after the last one seen
 * @param seenUntil everything appended to the partition before this has been seen, as records have shown; milliseconds
 * @param idleAt when the partition last had nothing to offer, nor in the minute that followed. Only a claim: a paused
 *     connector polls in vain as well
 */
public record Progress(long position, long seenUntil, long idleAt) {

    /** How far clocks of producers and workers may be apart, and how long a record may be under way. */
    static final long CLOCK_SLACK_MS = 60_000;

    /** An index that begins with {@code offset}: what it does not hold needs no erasure. */
    static Progress beginning(long offset, long now) {
        return new Progress(offset, now, 0);
    }

    /** Since when something may have gone unseen between the last record and one appended at {@code timestamp}. */
    long unseenSince(long timestamp) {
        return refutesIdleness(timestamp) ? seenUntil : latest();
    }

    /** A record that was there before could have been read since: the partition was not read at all. */
    private boolean refutesIdleness(long timestamp) {
        return timestamp < idleAt;
    }

    /** Whether the record at {@code offset} follows on the last one, or has been seen before. */
    boolean leavesNoGap(long offset) {
        return offset <= position;
    }

    Progress delivered(long offset, long timestamp, long now) {
        if (offset < position) {
            return this;
        }
        long seen = Math.max(unseenSince(timestamp), Math.min(timestamp, now));
        return new Progress(offset + 1, seen, refutesIdleness(timestamp) ? 0 : idleAt);
    }

    /** The same, with all that is before {@code offset}. */
    Progress upTo(long offset) {
        return new Progress(Math.max(position, offset), seenUntil, idleAt);
    }

    Progress idle(long now) {
        return new Progress(position, seenUntil, now);
    }

    /** The last moment of which anything is known. */
    long latest() {
        return Math.max(seenUntil, idleAt);
    }
}
