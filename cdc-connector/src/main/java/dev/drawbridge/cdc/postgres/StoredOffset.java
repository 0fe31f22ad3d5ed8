package dev.drawbridge.cdc.postgres;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an offset of Debezium's says about the events before it. */
public final class StoredOffset {
    private static final String LSN = "lsn";
    private static final String LAST_COMMIT = "lsn_commit";

    private StoredOffset() {}

    /**
     * Whether it was stored with an event, or after one. Until its first message comes, a stream that began without an offset
     * sends heartbeats with the server's position of then: that lies beyond all that the slot still holds.
     */
    public static boolean isFromEvent(Map<String, ?> offset) {
        return Stream.of("lsn_proc", LAST_COMMIT, "messageType").anyMatch(offset::containsKey);
    }

    /**
     * Up to where everything was handed over: the last event, or the last commit, which is beyond it when a heartbeat's offset
     * was stored after transactions without an event. Debezium confirms the slot up to that commit. Null if nothing was.
     */
    static @Nullable Long lsn(@Nullable Map<String, ?> offset) {
        if (offset == null || !isFromEvent(offset) || !(offset.get(LSN) instanceof Number event)) {
            return null;
        }
        return offset.get(LAST_COMMIT) instanceof Number commit
                ? (Long) Math.max(event.longValue(), commit.longValue())
                : (Long) event.longValue();
    }
}
