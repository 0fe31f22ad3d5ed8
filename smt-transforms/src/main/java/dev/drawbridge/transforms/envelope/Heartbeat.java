package dev.drawbridge.transforms.envelope;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's heartbeat. It has to travel on, because a dropped record does not advance a source's offset, but as bytes,
 * because the converters of a public connector take nothing else. Only its two known fields are carried over.
 */
final class Heartbeat {
    static final String SCHEMA_NAME = "io.debezium.connector.common.Heartbeat";
    private static final String SERVER_NAME = "serverName";
    private static final String TIMESTAMP = "ts_ms";

    private Heartbeat() {}

    static <R extends ConnectRecord<R>> R asBytes(R heartbeat) {
        return ControlRecords.withBytes(heartbeat, key(heartbeat.key()), value(heartbeat.value()));
    }

    private static @Nullable ObjectNode key(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        if (ControlRecords.field(key, SERVER_NAME) instanceof String serverName) {
            return JsonNodeFactory.instance.objectNode().put(SERVER_NAME, serverName);
        }
        throw ControlRecords.notOne("a heartbeat");
    }

    private static ObjectNode value(@Nullable Object value) {
        if (ControlRecords.field(value, TIMESTAMP) instanceof Long timestamp) {
            return JsonNodeFactory.instance.objectNode().put(TIMESTAMP, timestamp);
        }
        throw ControlRecords.notOne("a heartbeat");
    }
}
