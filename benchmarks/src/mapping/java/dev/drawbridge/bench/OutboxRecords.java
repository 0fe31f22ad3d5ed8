package dev.drawbridge.bench;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Change events of one outbox row, as Debezium's PostgreSQL connector emits them. */
final class OutboxRecords {
    /** An order of three lines as PostgreSQL writes its jsonb; about 700 bytes. Numbers are such that EventRouter survives expanding them. */
    static final String PAYLOAD = """
            {"event": {"line": {"name": "Brass kettle", "price": 19.90, "quantity": 2, "unitCost": 11.55}}, \
            "state": {"lines": [\
            {"name": "Walnut desk", "price": 419.90, "quantity": 1, "unitCost": 250.25}, \
            {"name": "Brass kettle", "price": 19.90, "quantity": 2, "unitCost": 11.55}, \
            {"name": "Reading lamp, green", "price": 64.95, "quantity": 3, "unitCost": 31.15}], \
            "total": 654.55, "margin": 284.85, "status": "CREATED", "currency": "EUR", \
            "customer": {"city": "London", "name": "Ada Lovelace"}, "riskScore": 12, "staffNotes": ["pays late", "called twice about the desk"], \
            "createdAt": "2026-11-24T06:41:50.509316Z", "updatedAt": "2026-11-24T06:41:50.618899Z"}}""";

    private static final Schema ROW = SchemaBuilder.struct()
            .name("orders.public.outbox.Value")
            .optional()
            .field(
                    "id",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Uuid")
                            .version(1)
                            .build())
            .field("aggregatetype", Schema.STRING_SCHEMA)
            .field("aggregateid", Schema.STRING_SCHEMA)
            .field("version", Schema.INT64_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("payloadversion", Schema.INT32_SCHEMA)
            .field(
                    "payload",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Json")
                            .version(1)
                            .optional()
                            .build())
            .field(
                    "occurredat",
                    SchemaBuilder.string()
                            .name("io.debezium.time.ZonedTimestamp")
                            .version(1)
                            .build())
            .field("correlationid", Schema.OPTIONAL_STRING_SCHEMA)
            .field("causationid", Schema.OPTIONAL_STRING_SCHEMA)
            .field("traceparent", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("table", Schema.STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("orders.public.outbox.Envelope")
            .version(2)
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema KEY = SchemaBuilder.struct()
            .name("orders.public.outbox.Key")
            .field("id", Schema.STRING_SCHEMA)
            .build();

    private OutboxRecords() {}

    static SourceRecord lineAdded() {
        Struct row = new Struct(ROW)
                .put("id", "01a20c4a-1224-7000-b58c-7467d592b48c")
                .put("aggregatetype", "order")
                .put("aggregateid", "01930000-0000-7000-8000-00000000a0a0")
                .put("version", 2L)
                .put("type", "OrderLineAdded")
                .put("payloadversion", 1)
                .put("payload", PAYLOAD)
                .put("occurredat", "2026-11-24T06:41:50.618899Z");
        Struct envelope = new Struct(ENVELOPE)
                .put("after", row)
                .put("op", "c")
                .put("source", new Struct(SOURCE).put("table", "outbox").put("lsn", 26_743_312L))
                .put("ts_ms", 1_795_496_401_500L);
        return new SourceRecord(
                Map.of("server", "orders"),
                Map.of("lsn", 26_743_312L),
                "orders.public.outbox",
                null,
                KEY,
                new Struct(KEY).put("id", "01a20c4a-1224-7000-b58c-7467d592b48c"),
                ENVELOPE,
                envelope,
                1_795_496_401_500L);
    }
}
