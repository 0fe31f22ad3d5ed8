package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.Origin;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderEvent;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows that announce changes to the world outside, written with the change itself. Thread-safe. */
final class Outbox {
    /** What the rows' {@code aggregatetype} says. */
    static final String AGGREGATE_TYPE = "order";

    /** Counts up whenever the payload's shape changes in a way that its readers must know of. */
    static final int PAYLOAD_VERSION = 1;

    private final EventIds ids;

    Outbox(EventIds ids) {
        this.ids = ids;
    }

    void append(Handle handle, Order order, OrderEvent event, Origin origin) {
        handle.createUpdate("""
                        insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion, payload,
                          occurredat, correlationid, causationid, traceparent)
                        values (:id, :aggregatetype, :aggregateid, :version, :type, :payloadversion, :payload::jsonb,
                          :occurredat, :correlationid, :causationid, :traceparent)""")
                .bind("id", ids.next())
                .bind("aggregatetype", AGGREGATE_TYPE)
                .bind("aggregateid", order.id().toString())
                .bind("version", order.version())
                .bind("type", event.type())
                .bind("payloadversion", PAYLOAD_VERSION)
                .bind("payload", OutboxPayload.of(order, event))
                .bind("occurredat", order.updatedAt().atOffset(ZoneOffset.UTC))
                .bind("correlationid", origin.correlationId())
                .bind("causationid", origin.causationId())
                .bind("traceparent", origin.traceparent())
                .execute();
    }

    /** Removes all earlier rows of an order, with everything they tell about it. */
    void purge(Handle handle, UUID id) {
        handle.execute("delete from outbox where aggregatetype = ? and aggregateid = ?", AGGREGATE_TYPE, id.toString());
    }
}
