package dev.drawbridge.transforms;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Records that are no change of an outbox row. */
final class OtherRecords {
    private static final Schema HEARTBEAT_KEY = SchemaBuilder.struct()
            .name("io.debezium.connector.common.ServerNameKey")
            .field("serverName", Schema.STRING_SCHEMA)
            .build();
    private static final Schema HEARTBEAT = SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    private static final Schema MARKER_KEY = SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataKey")
            .field("id", Schema.STRING_SCHEMA)
            .build();
    private static final Schema COLLECTION = SchemaBuilder.struct()
            .field("data_collection", Schema.STRING_SCHEMA)
            .field("event_count", Schema.INT64_SCHEMA)
            .build();
    private static final Schema MARKER = SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataValue")
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .field(
                    "data_collections",
                    SchemaBuilder.array(COLLECTION).optional().build())
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();

    private OtherRecords() {}

    static SourceRecord of(String kind) {
        return switch (kind) {
            case "heartbeat" ->
                record(
                        "__debezium-heartbeat.drawbridge",
                        HEARTBEAT_KEY,
                        new Struct(HEARTBEAT_KEY).put("serverName", "drawbridge"),
                        HEARTBEAT,
                        new Struct(HEARTBEAT).put("ts_ms", 1_795_496_401_500L));
            case "transaction marker" ->
                record(
                        "drawbridge.transaction",
                        MARKER_KEY,
                        new Struct(MARKER_KEY).put("id", "771:26743312"),
                        MARKER,
                        new Struct(MARKER)
                                .put("status", "END")
                                .put("id", "771:26743312")
                                .put("event_count", 1L)
                                .put(
                                        "data_collections",
                                        List.of(new Struct(COLLECTION)
                                                .put("data_collection", "public.secret_table")
                                                .put("event_count", 1L)))
                                .put("ts_ms", 1_795_496_401_500L));
            case "tombstone" -> record("drawbridge.public.outbox", null, null, null, null);
            case "schemaless" ->
                record("drawbridge.public.outbox", null, null, null, Map.of("after", Map.of("iban", "DE02 1203")));
            case "text" -> record("drawbridge.public.outbox", null, null, Schema.STRING_SCHEMA, "DE02 1203");
            case "row without envelope" ->
                record(
                        "drawbridge.public.outbox",
                        null,
                        null,
                        OutboxChange.lineAdded().row().schema(),
                        OutboxChange.lineAdded().row());
            case "row of another table" ->
                OutboxChange.lineAdded()
                        .without("payload")
                        .without("aggregatetype")
                        .column("iban", Schema.STRING_SCHEMA, "DE02 1203")
                        .build();
            case "false heartbeat" ->
                record(
                        "__debezium-heartbeat.drawbridge",
                        null,
                        null,
                        SchemaBuilder.struct()
                                .name("io.debezium.connector.common.Heartbeat")
                                .field("iban", Schema.STRING_SCHEMA)
                                .build(),
                        new Struct(SchemaBuilder.struct()
                                        .name("io.debezium.connector.common.Heartbeat")
                                        .field("iban", Schema.STRING_SCHEMA)
                                        .build())
                                .put("iban", "DE02 1203"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static SourceRecord record(String topic, Schema keySchema, Object key, Schema schema, Object value) {
        return new SourceRecord(
                Map.of("server", "drawbridge"),
                Map.of("lsn", 26_743_312L, "txId", 771L),
                topic,
                0,
                keySchema,
                key,
                schema,
                value,
                1_795_496_401_500L);
    }
}
