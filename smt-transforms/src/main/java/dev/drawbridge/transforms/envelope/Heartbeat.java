package dev.drawbridge.transforms.envelope;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.transforms.refusal.Refusal;
import dev.drawbridge.transforms.refusal.Rule;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's heartbeat. It has to travel on, because a dropped record does not advance a source's offset, but as bytes,
 * because the converters of a public connector take nothing else. Only its two known fields are carried over.
 */
public final class Heartbeat {
    private static final String SCHEMA_NAME = "io.debezium.connector.common.Heartbeat";
    private static final String SERVER_NAME = "serverName";
    private static final String TIMESTAMP = "ts_ms";

    private Heartbeat() {}

    /** Whether a record is a heartbeat. */
    public static boolean isHeartbeat(ConnectRecord<?> candidate) {
        return candidate.value() instanceof Struct value
                && SCHEMA_NAME.equals(value.schema().name());
    }

    /**
     * The same heartbeat to the same topic, as JSON bytes and without headers.
     *
     * @throws Refusal if it lacks the fields of a heartbeat
     */
    public static <R extends ConnectRecord<R>> R asBytes(R heartbeat) {
        return heartbeat.newRecord(
                heartbeat.topic(),
                heartbeat.kafkaPartition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                key(heartbeat.key()),
                Schema.BYTES_SCHEMA,
                value(heartbeat.value()),
                heartbeat.timestamp(),
                new ConnectHeaders());
    }

    private static byte @Nullable [] key(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        if (field(key, SERVER_NAME) instanceof String serverName) {
            return bytes(JsonNodeFactory.instance.objectNode().put(SERVER_NAME, serverName));
        }
        throw notOne();
    }

    private static byte[] value(@Nullable Object value) {
        if (field(value, TIMESTAMP) instanceof Long timestamp) {
            return bytes(JsonNodeFactory.instance.objectNode().put(TIMESTAMP, timestamp));
        }
        throw notOne();
    }

    private static @Nullable Object field(@Nullable Object holder, String name) {
        if (!(holder instanceof Struct struct)) {
            return null;
        }
        Field field = struct.schema().field(name);
        return field == null ? null : struct.get(field);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal notOne() {
        return new Refusal(Rule.NOT_ENVELOPE, "the record calls itself a heartbeat, but has not the fields of one");
    }
}
