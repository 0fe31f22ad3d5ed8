package dev.drawbridge.sink.progress;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** A partition of which nothing was taken yet: is Connect where the index stands, or has it been sent there? For one thread. */
final class Beginning {

    private static final long NOWHERE = -1;

    private final TopicPartition partition;
    private long position = NOWHERE;
    private long sentBackFrom = NOWHERE;
    private boolean pending;

    Beginning(TopicPartition partition) {
        this.partition = partition;
    }

    /** Notes where Connect says it stands, which matters until it is sent back. */
    void consumed(long offset) {
        if (!isSentBack()) {
            position = offset;
        }
    }

    /** Where Connect stands, as far as is known; else negative. */
    long position() {
        return position;
    }

    /** Whether Connect, which brings {@code first} or stands there, is to be sent to {@code stand}. */
    boolean isToGoBack(long first, long stand) {
        return !isSentBack() && (isPositionKnown() ? position : first) > stand;
    }

    boolean isPositionKnown() {
        return position != NOWHERE;
    }

    /** Notes that Connect was told to go back from {@code offset}. */
    void sendBack(long offset) {
        sentBackFrom = offset;
        position = NOWHERE;
        pending = true;
    }

    boolean isSentBack() {
        return sentBackFrom != NOWHERE;
    }

    /** Whether what Connect says of its position is what it was before it was told to go back. */
    boolean isPending() {
        return pending;
    }

    /** Notes that Connect has polled, and so gone back first. */
    void polled() {
        pending = false;
    }

    /** Whether Connect, at {@code offset}, is again where it was. */
    boolean isMadeUpAt(long offset) {
        return isSentBack() && !pending && offset >= sentBackFrom;
    }

    /** @throws ConnectException when Connect has gone forward instead of back */
    void requireBack(long offset) {
        if (isSentBack() && offset > sentBackFrom) {
            throw new ConnectException("Cannot begin with " + partition + "@" + offset
                    + ": the index lacks what is before " + sentBackFrom + ", and the consumer, sent back for it, went"
                    + " forward. Set consumer.override.auto.offset.reset to earliest, or to latest if the index is to lack"
                    + " what was there before the connector, and restart the task");
        }
    }
}
