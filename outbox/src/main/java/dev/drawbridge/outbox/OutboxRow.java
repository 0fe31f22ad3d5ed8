package dev.drawbridge.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one aggregate, as it leaves the write model. Immutable.
 *
 * @param id the event's id, version 7 ({@link EventIds})
 * @param version of the aggregate after the change, from 1, without gaps
 * @param type what happened, in the past tense
 * @param payloadVersion which shape the payload has
 * @param payload JSON {@code {"event": facts, "state": the whole aggregate}}, or null once it is erased
 * @param replay whether this version was published before
 */
public record OutboxRow(
        UUID id,
        String aggregateType,
        String aggregateId,
        long version,
        String type,
        int payloadVersion,
        @Nullable String payload,
        Instant occurredAt,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        boolean replay) {

    /** Coordinates only: the payload is private. */
    @Override
    public String toString() {
        return "OutboxRow[" + aggregateType + "/" + aggregateId + "@" + version + "]";
    }
}
