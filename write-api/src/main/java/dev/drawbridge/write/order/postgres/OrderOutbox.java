package dev.drawbridge.write.order.postgres;

import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.outbox.Outbox;
import dev.drawbridge.outbox.OutboxRow;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderEvent;
import dev.drawbridge.write.order.postgres.CommitEvidence.CommitOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Publishes orders to the world outside, in the transaction that changes them. Thread-safe. */
final class OrderOutbox {
    /** What the rows' {@code aggregatetype} says. */
    static final String AGGREGATE_TYPE = "order";

    /** Counts up whenever the payload's shape changes in a way that its readers must know of. */
    static final int PAYLOAD_VERSION = 1;

    /** Stands in for a row that was removed: the state is known, what happened last is not. */
    static final String REPUBLISHED = "OrderRepublished";

    private final EventIds ids;

    OrderOutbox(EventIds ids) {
        this.ids = ids;
    }

    /** @return how to know the transaction by its row */
    CommitEvidence append(Connection connection, Order order, OrderEvent event, MessageContext context)
            throws SQLException {
        OutboxRow row = row(order, event.type(), OutboxPayload.of(order, event), context, false);
        return new CommitEvidence(Outbox.append(connection, row), handle -> outcome(handle, row.id(), order));
    }

    /**
     * Erasing, replaying and cleaning remove rows, but only those of a version that the order has reached. A row of another
     * change at this version shows that ours was never one: a version is given once, and a replay is marked.
     */
    private static CommitOutcome outcome(Handle handle, UUID event, Order order) {
        return handle.createQuery("""
                        select case when exists (select from outbox where id = :event) then 'COMMITTED'
                          when exists (select from outbox where aggregatetype = :type and aggregateid = cast(:order as text)
                            and version = :version and not replay) then 'LOST'
                          when exists (select from orders where id = :order and version >= :version) then 'UNKNOWN'
                          else 'LOST' end""")
                .bind("event", event)
                .bind("type", AGGREGATE_TYPE)
                .bind("order", order.id())
                .bind("version", order.version())
                .mapTo(CommitOutcome.class)
                .one();
    }

    /** The facts and the context of the change stay as they were; the state is written as it is today. */
    void replay(Connection connection, Order order) throws SQLException {
        Optional<OutboxRow> newest = Outbox.newest(
                        connection, AGGREGATE_TYPE, order.id().toString())
                .filter(row -> row.version() == order.version());
        String type = order.erased()
                ? new OrderEvent.OrderErased().type()
                : newest.map(OutboxRow::type).orElse(REPUBLISHED);
        String payload =
                OutboxPayload.again(order, newest.map(OutboxRow::payload).orElse(null));
        MessageContext context = newest.map(
                        row -> new MessageContext(row.traceparent(), row.correlationId(), row.causationId()))
                .orElse(MessageContext.UNKNOWN);
        Outbox.replay(connection, row(order, type, payload, context, true));
    }

    /** Removes the rows of an order before its current version, with all they say about it. */
    void purge(Connection connection, Order order) throws SQLException {
        Outbox.purge(connection, AGGREGATE_TYPE, order.id().toString(), order.version());
    }

    private OutboxRow row(Order order, String type, @Nullable String payload, MessageContext context, boolean replay) {
        return new OutboxRow(
                ids.next(),
                AGGREGATE_TYPE,
                order.id().toString(),
                order.version(),
                type,
                PAYLOAD_VERSION,
                payload,
                order.updatedAt(),
                context.correlationId(),
                context.causationId(),
                context.traceparent(),
                replay);
    }
}
