package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.port.CommandQueue;
import dev.drawbridge.write.order.application.port.CommandStatus;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.application.port.RetryLimits;
import dev.drawbridge.write.order.model.Rejection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of queued commands, within one transaction. */
final class CommandRows implements CommandQueue {
    /** Another worker may have taken the command meanwhile: then it is up to that one. */
    private static final String OURS =
            "id = (select id from commands where id = :id and state = 'pending' for update skip locked)";

    private final Handle handle;
    private final IdempotencyKeys keys;
    private final Consumer<CommitEvidence> evidence;

    private @Nullable UUID inHand;

    /** @param evidence receives how to recognize the transaction once something was written */
    CommandRows(Handle handle, IdempotencyKeys keys, Consumer<CommitEvidence> evidence) {
        this.handle = handle;
        this.keys = keys;
        this.evidence = evidence;
    }

    /** The command that {@link #next} gave out in this transaction, if it did. */
    @Nullable
    UUID inHand() {
        return inHand;
    }

    @Override
    public void add(QueuedCommand command) {
        OptionalLong expected = command.expectedVersion();
        String transactionId = handle.createQuery("""
                        insert into commands (id, client, order_id, type, body, expected_version, correlationid, causationid,
                          traceparent)
                        values (:id, :client, :orderId, :type, :body, cast(:expected as bigint), :correlationId, :causationId, :traceparent)
                        returning pg_current_xact_id()::text""")
                .bind("id", command.id())
                .bind("client", command.client())
                .bind("orderId", command.orderId())
                .bind("type", command.type())
                .bind("body", command.body())
                .bind("expected", expected.isPresent() ? (Long) expected.getAsLong() : null)
                .bind("correlationId", command.context().correlationId())
                .bind("causationId", command.context().causationId())
                .bind("traceparent", command.context().traceparent())
                .mapTo(String.class)
                .one();
        evidence.accept(new CommitEvidence(
                transactionId, later -> CommitEvidence.committedIf(isStored(later, command.id(), false))));
    }

    @Override
    public Optional<QueuedCommand> next() {
        Optional<QueuedCommand> next = handle.createQuery("""
                        select id, client, order_id, type, body, expected_version, correlationid, causationid, traceparent
                        from commands c
                        where state = 'pending' and due_at <= now() and not exists (
                          select from commands earlier where earlier.order_id = c.order_id
                            and earlier.state = 'pending' and earlier.position < c.position)
                        order by due_at, position limit 1 for update skip locked""")
                .map((row, context) -> StoredCommand.queued(row))
                .findOne();
        inHand = next.map(QueuedCommand::id).orElse(null);
        return next;
    }

    @Override
    public void finish(UUID commandId, Outcome outcome) {
        Rejection rejection = outcome instanceof Rejected rejected ? rejected.rejection() : null;
        String transactionId = handle.createQuery("""
                        update commands set state = :state, body = null, correlationid = null, causationid = null, traceparent = null,
                          version = cast(:version as bigint), rejection = :rejection, reason = :reason, finished_at = now()
                        where id = :id returning pg_current_xact_id()::text""")
                .bind("id", commandId)
                .bind("state", outcome instanceof Accepted ? "accepted" : "rejected")
                .bind("version", outcome instanceof Accepted accepted ? (Long) accepted.version() : null)
                .bind("rejection", rejection == null ? null : rejection.kind().name())
                .bind("reason", rejection == null ? null : rejection.reason())
                .mapTo(String.class)
                .one();
        if (rejection != null && rejection.isFinal()) {
            keys.forget(commandId);
        }
        evidence.accept(new CommitEvidence(
                transactionId, later -> CommitEvidence.committedIf(isStored(later, commandId, true))));
    }

    /**
     * Refuses what else waits for an order that was just erased, and forgets what it was about. What another worker has in hand
     * waits for the order's lock, and is refused and forgotten by that one; the command in our hands finishes by itself.
     */
    void refuseAsErased(UUID orderId) {
        handle.createUpdate("""
                        update commands set state = 'rejected', body = null, correlationid = null, causationid = null,
                          traceparent = null, rejection = :rejection, reason = :reason, finished_at = now()
                        where id in (select id from commands where order_id = :orderId and state = 'pending'
                          and id is distinct from cast(:inHand as uuid) for update skip locked)""")
                .bind("orderId", orderId)
                .bind("inHand", inHand)
                .bind("rejection", Rejection.erased().kind().name())
                .bind("reason", Rejection.erased().reason())
                .execute();
    }

    private static boolean isStored(Handle handle, UUID commandId, boolean finished) {
        return handle.createQuery("""
                        select exists (select from commands where id = :id
                          and (not :finished or state in ('accepted', 'rejected')))""")
                .bind("id", commandId)
                .bind("finished", finished)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public void defer(UUID commandId, Duration pause) {
        handle.createUpdate(
                        "update commands set due_at = clock_timestamp() + make_interval(secs => :pause) where " + OURS)
                .bind("id", commandId)
                .bind("pause", seconds(pause))
                .execute();
    }

    @Override
    public boolean isOlderThan(UUID commandId, Duration age) {
        return handle.createQuery("""
                        select exists (select from commands
                          where id = :id and received_at < clock_timestamp() - make_interval(secs => :age))""")
                .bind("id", commandId)
                .bind("age", seconds(age))
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public void countFailure(UUID commandId, RetryLimits limits) {
        handle.createUpdate("""
                        update commands set attempts = attempts + 1,
                          due_at = clock_timestamp() + make_interval(secs => least(:longest, :first * power(2, attempts))),
                          state = case when attempts + 1 < :attempts then state else 'failed' end,
                          body = case when attempts + 1 < :attempts then body end,
                          correlationid = case when attempts + 1 < :attempts then correlationid end,
                          causationid = case when attempts + 1 < :attempts then causationid end,
                          traceparent = case when attempts + 1 < :attempts then traceparent end,
                          finished_at = case when attempts + 1 < :attempts then null else now() end
                        where\s""" + OURS)
                .bind("id", commandId)
                .bind("first", seconds(limits.firstPause()))
                .bind("longest", seconds(limits.longestPause()))
                .bind("attempts", limits.attempts())
                .execute();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    @Override
    public Optional<CommandStatus> status(UUID commandId, String client) {
        return handle.createQuery("select order_id, state, version, rejection, reason from commands"
                        + " where id = :id and client = :client")
                .bind("id", commandId)
                .bind("client", client)
                .map((row, context) -> StoredCommand.status(commandId, row))
                .findOne();
    }
}
