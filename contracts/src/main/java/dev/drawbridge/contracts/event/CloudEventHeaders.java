package dev.drawbridge.contracts.event;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a public event: the attributes of CloudEvents 1.0 in the Kafka protocol binding's binary mode, all of them
 * strings. Immutable and thread-safe.
 *
 * @param source where the events of this context come from
 * @param dataSchema the contract's id
 * @param extensions the columns given by callers that may be published
 */
record CloudEventHeaders(String source, String dataSchema, Set<OutboxColumn> extensions) {

    static final String CONTENT_TYPE = "content-type";

    CloudEventHeaders {
        extensions = Set.copyOf(extensions);
    }

    /** Fresh headers for one event of the given public type. */
    Map<String, String> of(OutboxRow row, String ceType) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", row.id());
        headers.put("ce_source", source);
        headers.put("ce_type", ceType);
        headers.put("ce_subject", row.aggregateid());
        headers.put("ce_time", row.occurredat());
        headers.put("ce_dataschema", dataSchema);
        headers.put("ce_aggregateversion", Long.toString(row.version()));
        addExtension(headers, row, OutboxColumn.TRACEPARENT);
        addExtension(headers, row, OutboxColumn.CORRELATIONID);
        addExtension(headers, row, OutboxColumn.CAUSATIONID);
        if (row.replay()) {
            headers.put("ce_replay", "true");
        }
        headers.put(CONTENT_TYPE, "application/json");
        return headers;
    }

    private void addExtension(Map<String, String> headers, OutboxRow row, OutboxColumn column) {
        String value = extensions.contains(column) ? row.text(column) : null;
        if (value != null) {
            headers.put("ce_" + column.columnName(), value);
        }
    }
}
