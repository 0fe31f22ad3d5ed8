package dev.drawbridge.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What is refused without asking the database, and a reset, which is always allowed. */
class OffsetAlterationTest {
    private static final Map<String, String> PARTITION = Map.of("server", "orders");
    private static final Map<String, Object> OFFSET = Map.of("lsn", 1L, "lsn_proc", 1L);

    private final OffsetAlteration alteration = new OffsetAlteration(Map.of("topic.prefix", "orders"));

    @Test
    void aResetIsAllowed() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(PARTITION, null);
        reset.put(Map.of("server", "of an earlier prefix"), null);
        alteration.check(reset);
    }

    @Test
    void refusesAnotherPartition() {
        assertRefused(Map.of("server", "others"), OFFSET, "partition");
        assertRefused(Map.of("server", "orders", "database", "x"), OFFSET, "partition");
    }

    @Test
    void refusesUnknownKeysAndOtherTypes() {
        assertRefused(PARTITION, with("position", 1L), "'position'");
        assertRefused(PARTITION, with("lsn", "0/1"), "'lsn'");
        assertRefused(PARTITION, with("ts_usec", 1.5), "'ts_usec'");
        assertRefused(PARTITION, with("messageType", 5L), "'messageType'");
        assertRefused(PARTITION, with("drawbridge.timeline", "1"), "'drawbridge.timeline'");
        assertRefused(PARTITION, with("txId", null), "'txId'");
    }

    @Test
    void refusesAnOffsetThatNamesNoEvent() {
        assertRefused(PARTITION, Map.of("lsn", 1L), "lsn_proc");
        assertRefused(PARTITION, Map.of("lsn_proc", 1L), "lsn");
    }

    private void assertRefused(Map<String, ?> partition, Map<String, ?> offset, String because) {
        assertThatThrownBy(() -> alteration.check(Map.of(partition, offset)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(because, "DELETE /connectors/<name>/offsets");
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> offset = new HashMap<>(OFFSET);
        offset.put(key, value);
        return offset;
    }
}
