package dev.drawbridge.contracts.dryrun;

import dev.drawbridge.contracts.outbox.ColumnRules;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import java.util.Map;
import java.util.Set;
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

    public SampleRow {
        callers = Map.copyOf(callers);
    }

    /** The row with another payload. */
    SampleRow withPayload(String other) {
        return new SampleRow(id, aggregatetype, aggregateid, version, type, payloadversion, other, occurredat, callers);
    }

    /**
     * The row as the transform reads it.
     *
     * @param read the columns given by callers that are read
     * @throws dev.drawbridge.contracts.refusal.Refusal if a column's value is unusable
     */
    OutboxRow checked(Set<OutboxColumn> read) {
        return new OutboxRow(
                ColumnRules.plainId(OutboxColumn.ID.columnName(), id),
                ColumnRules.text(OutboxColumn.AGGREGATETYPE.columnName(), aggregatetype),
                ColumnRules.text(OutboxColumn.AGGREGATEID.columnName(), aggregateid),
                ColumnRules.version(OutboxColumn.VERSION.columnName(), version),
                ColumnRules.text(OutboxColumn.TYPE.columnName(), type),
                payloadversion,
                payload,
                ColumnRules.instant(OutboxColumn.OCCURREDAT.columnName(), occurredat),
                fromCaller(OutboxColumn.CORRELATIONID, read),
                fromCaller(OutboxColumn.CAUSATIONID, read),
                fromCaller(OutboxColumn.TRACEPARENT, read),
                false);
    }

    private @Nullable String fromCaller(OutboxColumn column, Set<OutboxColumn> read) {
        String value = read.contains(column) ? callers.get(column.columnName()) : null;
        return value == null ? null : ColumnRules.text(column.columnName(), value);
    }
}
