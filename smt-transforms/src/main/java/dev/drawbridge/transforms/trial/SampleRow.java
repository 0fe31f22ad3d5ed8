package dev.drawbridge.transforms.trial;

import dev.drawbridge.transforms.envelope.InsertEnvelope;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row of an outbox, read from the table.
 *
 * @param id the event's id
 * @param aggregatetype the kind of aggregate
 * @param aggregateid the aggregate's id
 * @param version the aggregate's version
 * @param type the internal event type
 * @param payloadversion the version of the payload's shape
 * @param payload internal JSON, or null
 * @param occurredat RFC 3339
 * @param callers correlationid, causationid and traceparent, as far as they are not null
 */
public record SampleRow(
        String id,
        String aggregatetype,
        String aggregateid,
        long version,
        String type,
        int payloadversion,
        @Nullable String payload,
        String occurredat,
        Map<String, String> callers) {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("sample.outbox.Value")
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("aggregatetype", Schema.STRING_SCHEMA)
            .field("aggregateid", Schema.STRING_SCHEMA)
            .field("version", Schema.INT64_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("payloadversion", Schema.INT32_SCHEMA)
            .field("payload", Schema.OPTIONAL_STRING_SCHEMA)
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

    /** The row with another payload. */
    SampleRow withPayload(String other) {
        return new SampleRow(id, aggregatetype, aggregateid, version, type, payloadversion, other, occurredat, callers);
    }

    /** The change event that Debezium would make of the row's insert. */
    SourceRecord change() {
        Struct row = new Struct(ROW)
                .put("id", id)
                .put("aggregatetype", aggregatetype)
                .put("aggregateid", aggregateid)
                .put("version", version)
                .put("type", type)
                .put("payloadversion", payloadversion)
                .put("payload", payload)
                .put("occurredat", occurredat);
        callers.forEach(row::put);
        Struct envelope = InsertEnvelope.around(row);
        return new SourceRecord(Map.of(), Map.of(), "sample", envelope.schema(), envelope);
    }
}
