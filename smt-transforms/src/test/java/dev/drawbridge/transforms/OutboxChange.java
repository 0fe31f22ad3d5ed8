package dev.drawbridge.transforms;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Change events of an outbox row, as Debezium's PostgreSQL connector emits them. */
final class OutboxChange {
    static final String EVENT_ID = "0193a5b8-7c1e-7d43-9f6a-2b1c0d9e8f7a";
    static final String ORDER_ID = "0193a5b8-0000-7000-8000-000000000001";

    static final Schema UUID =
            SchemaBuilder.string().name("io.debezium.data.Uuid").version(1).build();
    static final Schema JSON = SchemaBuilder.string()
            .name("io.debezium.data.Json")
            .version(1)
            .optional()
            .build();
    static final Schema INSTANT = SchemaBuilder.string()
            .name("io.debezium.time.ZonedTimestamp")
            .version(1)
            .build();

    private final Map<String, Schema> columns = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private String operation = "c";
    private String schemaName = "drawbridge.public.outbox.Envelope";

    private OutboxChange() {
        column("id", UUID, EVENT_ID);
        column("aggregatetype", Schema.STRING_SCHEMA, "order");
        column("aggregateid", Schema.STRING_SCHEMA, ORDER_ID);
        column("version", Schema.INT64_SCHEMA, 3L);
        column("type", Schema.STRING_SCHEMA, "OrderLineAdded");
        column("payloadversion", Schema.INT32_SCHEMA, 1);
        column("payload", JSON, Payloads.lineAdded());
        column("occurredat", INSTANT, "2026-11-24T05:00:01.5Z");
        column("correlationid", Schema.OPTIONAL_STRING_SCHEMA, null);
        column("causationid", Schema.OPTIONAL_STRING_SCHEMA, null);
        column("traceparent", Schema.OPTIONAL_STRING_SCHEMA, null);
    }

    static OutboxChange lineAdded() {
        return new OutboxChange();
    }

    static OutboxChange erased() {
        return new OutboxChange().set("type", "OrderErased").set("payload", null);
    }

    OutboxChange column(String name, Schema schema, Object value) {
        columns.put(name, schema);
        values.put(name, value);
        return this;
    }

    /** Sets a column, which is added if only some tables have it. */
    OutboxChange set(String name, Object value) {
        if (name.equals("replay") && !columns.containsKey(name)) {
            return column(name, Schema.OPTIONAL_BOOLEAN_SCHEMA, value);
        }
        values.put(name, value);
        return this;
    }

    /** Sets a column that the schema says is never null: allowed here, to see what becomes of it. */
    OutboxChange setNullable(String name, Object value) {
        Schema required = columns.get(name);
        return column(
                name,
                new SchemaBuilder(required.type())
                        .name(required.name())
                        .optional()
                        .build(),
                value);
    }

    OutboxChange without(String name) {
        columns.remove(name);
        values.remove(name);
        return this;
    }

    OutboxChange rename(String from, String to) {
        Schema schema = columns.get(from);
        Object value = values.get(from);
        return without(from).column(to, schema, value);
    }

    OutboxChange operation(String code) {
        operation = code;
        return this;
    }

    OutboxChange schemaName(String name) {
        schemaName = name;
        return this;
    }

    Struct row() {
        SchemaBuilder builder =
                SchemaBuilder.struct().name("drawbridge.public.outbox.Value").optional();
        columns.forEach(builder::field);
        Struct row = new Struct(builder.build());
        values.forEach(row::put);
        return row;
    }

    Struct envelope() {
        Struct row = row();
        Schema source = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.Source")
                .field("table", Schema.STRING_SCHEMA)
                .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name(schemaName)
                .field("before", row.schema())
                .field("after", row.schema())
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        boolean removes = operation.equals("d");
        return new Struct(envelope)
                .put(removes ? "before" : "after", operation.equals("t") ? null : row)
                .put("op", operation)
                .put("source", new Struct(source).put("table", "outbox").put("lsn", 26_743_312L));
    }

    SourceRecord build() {
        Struct envelope = envelope();
        Schema keySchema = SchemaBuilder.struct().field("id", UUID).build();
        SourceRecord changeRecord = new SourceRecord(
                Map.of("server", "drawbridge"),
                Map.of("lsn", 26_743_312L, "txId", 771L),
                "drawbridge.public.outbox",
                0,
                keySchema,
                new Struct(keySchema).put("id", EVENT_ID),
                envelope.schema(),
                envelope,
                1_795_496_401_500L);
        changeRecord.headers().addString("__debezium.context.connectorName", "postgresql");
        return changeRecord;
    }
}
