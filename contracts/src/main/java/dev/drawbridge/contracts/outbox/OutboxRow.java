package dev.drawbridge.contracts.outbox;

import org.jspecify.annotations.Nullable;

/**
 * One row of the outbox with everything checked that does not depend on a mapping. Immutable.
 *
 * @param id the event's id
 * @param aggregatetype the kind of aggregate
 * @param aggregateid the aggregate's id, not blank
 * @param version the aggregate's version after the event, from 1
 * @param type what happened, by its internal name
 * @param payloadversion the version of the payload's shape
 * @param payload internal JSON, or null
 * @param occurredat when it happened, as RFC 3339 in UTC
 * @param correlationid given by a caller, or null
 * @param causationid given by a caller, or null
 * @param traceparent given by a caller, or null
 * @param replay whether it is published again, not for the first time
 */
public record OutboxRow(
        String id,
        String aggregatetype,
        String aggregateid,
        long version,
        String type,
        int payloadversion,
        @Nullable String payload,
        String occurredat,
        @Nullable String correlationid,
        @Nullable String causationid,
        @Nullable String traceparent,
        boolean replay) {

    /** The text of a column, or null; the payload is not handed out this way. */
    public @Nullable String text(OutboxColumn column) {
        return switch (column) {
            case ID -> id;
            case AGGREGATETYPE -> aggregatetype;
            case AGGREGATEID -> aggregateid;
            case VERSION -> Long.toString(version);
            case TYPE -> type;
            case PAYLOADVERSION -> Integer.toString(payloadversion);
            case OCCURREDAT -> occurredat;
            case CORRELATIONID -> correlationid;
            case CAUSATIONID -> causationid;
            case TRACEPARENT -> traceparent;
            case PAYLOAD, REPLAY -> null;
        };
    }

    /** Coordinates only: rows must be safe to print. */
    @Override
    public String toString() {
        return "OutboxRow[id=" + id + ", version=" + version + "]";
    }
}
