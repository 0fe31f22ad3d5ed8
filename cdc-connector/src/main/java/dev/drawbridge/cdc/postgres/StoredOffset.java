package dev.drawbridge.cdc.postgres;

import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an offset of Debezium's says about the events before it. */
public final class StoredOffset {
    static final String LSN = "lsn";
    static final String LAST_PROCESSED = "lsn_proc";
    static final String LAST_COMMIT = "lsn_commit";
    static final String MESSAGE_TYPE = "messageType";

    private StoredOffset() {}

    /**
     * Whether it was stored with an event, or after one. Until its first message comes, a stream that began without an offset
     * sends heartbeats with the server's position of then: that lies beyond all that the slot still holds.
     */
    public static boolean isFromEvent(Map<String, ?> offset) {
        return Stream.of(LAST_PROCESSED, LAST_COMMIT, MESSAGE_TYPE).anyMatch(offset::containsKey);
    }

    /**
     * Up to where everything was handed over: the last event, or the last commit, which is beyond it when a heartbeat's offset
     * was stored after transactions without an event. Debezium confirms the slot up to that commit. Null if nothing was.
     */
    static @Nullable Long handedOver(Map<String, ?> offset) {
        if (!isFromEvent(offset) || !(offset.get(LSN) instanceof Number event)) {
            return null;
        }
        return offset.get(LAST_COMMIT) instanceof Number commit
                ? (Long) Math.max(event.longValue(), commit.longValue())
                : (Long) event.longValue();
    }

    /** The furthest position of the server that it names; 0 if it names none. */
    static long furthest(Map<String, ?> offset) {
        return Stream.of(LSN, LAST_PROCESSED, LAST_COMMIT)
                .map(offset::get)
                .filter(Number.class::isInstance)
                .flatMapToLong(lsn -> LongStream.of(((Number) lsn).longValue()))
                .max()
                .orElse(0);
    }
}
