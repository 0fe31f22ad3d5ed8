package dev.drawbridge.transforms.cloudevents;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import java.util.Set;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;

/**
 * The headers of a public event: the attributes of CloudEvents 1.0 in the Kafka protocol binding's binary mode, all of them
 * strings. Immutable and thread-safe.
 *
 * @param source where the events of this context come from
 * @param dataSchema the contract's id
 * @param extensions the columns given by callers that may be published
 */
public record CloudEventHeaders(String source, String dataSchema, Set<OutboxColumn> extensions) {

    static final String CONTENT_TYPE = "content-type";

    public CloudEventHeaders {
        extensions = Set.copyOf(extensions);
    }

    /** Fresh headers for one event of the given public type. */
    public Headers of(OutboxRow row, String ceType) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("ce_specversion", "1.0");
        headers.addString("ce_id", row.id());
        headers.addString("ce_source", source);
        headers.addString("ce_type", ceType);
        headers.addString("ce_subject", row.aggregateid());
        headers.addString("ce_time", row.occurredat());
        headers.addString("ce_dataschema", dataSchema);
        headers.addString("ce_aggregateversion", Long.toString(row.version()));
        addExtension(headers, row, OutboxColumn.TRACEPARENT);
        addExtension(headers, row, OutboxColumn.CORRELATIONID);
        addExtension(headers, row, OutboxColumn.CAUSATIONID);
        if (row.replay()) {
            headers.addString("ce_replay", "true");
        }
        headers.addString(CONTENT_TYPE, "application/json");
        return headers;
    }

    private void addExtension(Headers headers, OutboxRow row, OutboxColumn column) {
        String value = extensions.contains(column) ? row.text(column) : null;
        if (value != null) {
            headers.addString("ce_" + column.columnName(), value);
        }
    }
}
