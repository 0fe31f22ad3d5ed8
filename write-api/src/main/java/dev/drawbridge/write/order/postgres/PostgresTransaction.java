package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.application.port.CommandQueue;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction on the private tables and the outbox. Used by one thread. */
final class PostgresTransaction implements Orders.Transaction {
    private final Connection connection;
    private final OrderOutbox outbox;
    private final OrderChildRows parts;
    private final OrderRows rows;
    private final IdempotencyKeys keys;
    private final CommandRows queue;

    private @Nullable CommitEvidence evidence;

    PostgresTransaction(Handle handle, OrderOutbox outbox) {
        this.connection = handle.getConnection();
        this.outbox = outbox;
        this.parts = new OrderChildRows(handle);
        this.rows = new OrderRows(handle, parts);
        this.keys = new IdempotencyKeys(handle);
        this.queue = new CommandRows(handle, keys, this::leave);
    }

    /** By which PostgreSQL knows whether it was committed; null as long as nothing was written that an answer rests on. */
    @Nullable
    CommitEvidence evidence() {
        return evidence;
    }

    /** One is enough: all is committed together. */
    private void leave(CommitEvidence left) {
        evidence = evidence == null ? left : evidence;
    }

    @Override
    public Optional<Outcome> claim(IdempotencyKey key) {
        return keys.claim(key);
    }

    @Override
    public void remember(IdempotencyKey key, UUID orderId, Outcome outcome) {
        // Of a refusal nothing but the answer is left, and a second claim of the key finds it.
        leave(CommitEvidence.repeatable(keys.remember(key, orderId, outcome)));
    }

    @Override
    public @Nullable Order load(UUID id) {
        return rows.lockAndLoad(id).orElse(null);
    }

    @Override
    public void save(@Nullable Order before, Accepted accepted, MessageContext context) {
        Order order = accepted.order();
        // Only if the root is still as it was when this transaction looked.
        if (!(before == null ? rows.insert(order) : rows.update(before.version(), order))) {
            throw new TransientFailure("Another transaction saved the order first", null);
        }
        try {
            if (order.erased()) {
                forget(order.id());
            } else {
                parts.save(
                        before == null ? List.of() : before.lines(),
                        before == null ? 0 : before.staffNotes().size(),
                        order);
            }
            leave(outbox.append(connection, order, accepted.event(), context));
            if (order.erased()) {
                outbox.purge(connection, order);
            }
        } catch (SQLException e) {
            throw SqlFailure.beforeCommit(e);
        }
    }

    @Override
    public CommandQueue queue() {
        return queue;
    }

    @Override
    public void republish(Order order) {
        try {
            outbox.replay(connection, order);
        } catch (SQLException e) {
            throw SqlFailure.beforeCommit(e);
        }
    }

    /**
     * Removes what the root row does not hold; the root itself was emptied before. A queued erasure that is carried out here
     * keeps its answer, which says nothing of the order, as one that was not queued keeps its own.
     */
    private void forget(UUID id) {
        parts.forget(id);
        keys.purge(id, queue.inHand());
        queue.refuseAsErased(id);
    }
}
