package dev.drawbridge.transforms.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;

/** The records of Debezium's own that pass to their own topics: heartbeats and transaction markers. No others do. */
public final class ControlRecords {
    private ControlRecords() {}

    /**
     * The record as it passes, with JSON bytes and without headers; nothing if it is not one that passes.
     *
     * @throws Refusal if it calls itself one of them and lacks the fields
     */
    public static <R extends ConnectRecord<R>> Optional<R> pass(R candidate) {
        if (!(candidate.value() instanceof Struct value) || value.schema().name() == null) {
            return Optional.empty();
        }
        return switch (value.schema().name()) {
            case Heartbeat.SCHEMA_NAME -> Optional.of(Heartbeat.asBytes(candidate));
            case TransactionMetadata.SCHEMA_NAME -> Optional.of(TransactionMetadata.asBytes(candidate));
            default -> Optional.empty();
        };
    }

    static <R extends ConnectRecord<R>> R withBytes(R passing, @Nullable ObjectNode key, ObjectNode value) {
        return passing.newRecord(
                passing.topic(),
                passing.kafkaPartition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                key == null ? null : bytes(key),
                Schema.BYTES_SCHEMA,
                bytes(value),
                passing.timestamp(),
                new ConnectHeaders());
    }

    static @Nullable Object field(@Nullable Object holder, String name) {
        if (!(holder instanceof Struct struct)) {
            return null;
        }
        Field field = struct.schema().field(name);
        return field == null ? null : struct.get(field);
    }

    static Refusal notOne(String what) {
        return new Refusal(Rule.NOT_ENVELOPE, "the record calls itself " + what + ", but has not the fields of one");
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
