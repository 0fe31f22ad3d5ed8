package dev.drawbridge.sink.offsets;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a partition that has not started.
 *
 * @param next what is waited for then; null when the partition has started, with the records from {@code offset}
 * @param seeks whether Connect is to go to {@code offset}
 * @param resume where to resume once the topic is recognised
 * @param cameFrom where Connect was before it was sent anywhere
 */
record StartDecision(@Nullable Step next, boolean seeks, long offset, long resume, long cameFrom) {

    /** What is being waited for: Connect's position, or the first record after a seek. */
    enum Step {
        POSITION,
        LAST_RECORD,
        FIRST_RECORD,
        RESUMPTION,
        BEGINNING
    }

    boolean isStart() {
        return next == null;
    }
}
