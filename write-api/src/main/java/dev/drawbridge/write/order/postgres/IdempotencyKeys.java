package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.application.port.IdempotencyConflict;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Queued;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.model.Rejection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of answers by idempotency key. */
final class IdempotencyKeys {
    private final Handle handle;

    /** What one query finds: whether the claim is ours, and the answer of whoever had it before. */
    private record Found(
            boolean claimed,
            @Nullable String fingerprint,
            @Nullable Outcome outcome) {}

    IdempotencyKeys(Handle handle) {
        this.handle = handle;
    }

    /**
     * An advisory lock is the claim: it ends with the transaction, and nobody waits for it. Should an answer be committed
     * between the query and the lock, {@link #remember} finds it, and all is done again.
     */
    Optional<Outcome> claim(IdempotencyKey key) {
        Found found = handle.createQuery("""
                        select c.claimed, k.fingerprint, k.version, k.rejection, k.reason, k.command_id
                        from (select pg_try_advisory_xact_lock(hashtextextended(:client || '/' || :key, 0)) claimed) c
                        left join idempotency_keys k on k.client = :client and k.key = :key""")
                .bind("client", key.client())
                .bind("key", key.key())
                .map((row, context) -> found(row))
                .one();
        if (found.fingerprint() != null && !found.fingerprint().equals(key.fingerprint())) {
            throw new IdempotencyConflict(IdempotencyConflict.Kind.REUSED);
        }
        if (found.outcome() == null && !found.claimed()) {
            throw new IdempotencyConflict(IdempotencyConflict.Kind.IN_FLIGHT);
        }
        return Optional.ofNullable(found.outcome());
    }

    /** @return the transaction's id */
    String remember(IdempotencyKey key, UUID orderId, Outcome outcome) {
        Rejection rejection = outcome instanceof Rejected rejected ? rejected.rejection() : null;
        return handle.createQuery("""
                        insert into idempotency_keys (client, key, fingerprint, order_id, version, rejection, reason,
                          command_id)
                        values (:client, :key, decode(:fingerprint, 'hex'), :orderId, cast(:version as bigint),
                          :rejection, :reason, cast(:commandId as uuid))
                        on conflict do nothing returning pg_current_xact_id()::text""")
                .bind("client", key.client())
                .bind("key", key.key())
                .bind("fingerprint", key.fingerprint())
                .bind("orderId", orderId)
                .bind("version", outcome instanceof Accepted accepted ? (Long) accepted.version() : null)
                .bind("rejection", rejection == null ? null : rejection.kind().name())
                .bind("reason", rejection == null ? null : rejection.reason())
                .bind("commandId", outcome instanceof Queued queued ? queued.commandId() : null)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new TransientFailure("Another transaction answered under the key first", null));
    }

    /**
     * Removes the answers about an order.
     *
     * @param spared the command whose own answer, that it was queued, stays
     */
    void purge(UUID orderId, @Nullable UUID spared) {
        handle.createUpdate("delete from idempotency_keys where order_id = :orderId"
                        + " and (command_id = cast(:spared as uuid)) is not true")
                .bind("orderId", orderId)
                .bind("spared", spared)
                .execute();
    }

    /** Removes the answer that the command was queued. */
    void forget(UUID commandId) {
        handle.createUpdate("delete from idempotency_keys k using commands c"
                        + " where c.id = :commandId and k.order_id = c.order_id and k.command_id = c.id")
                .bind("commandId", commandId)
                .execute();
    }

    private static Found found(ResultSet row) throws SQLException {
        byte[] fingerprint = row.getBytes("fingerprint");
        return new Found(
                row.getBoolean("claimed"),
                fingerprint == null ? null : HexFormat.of().formatHex(fingerprint),
                fingerprint == null ? null : outcome(row));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        UUID commandId = row.getObject("command_id", UUID.class);
        if (commandId != null) {
            return new Queued(commandId);
        }
        String rejection = row.getString("rejection");
        return rejection == null
                ? new Accepted(row.getLong("version"))
                : new Rejected(new Rejection(Rejection.Kind.valueOf(rejection), row.getString("reason")));
    }
}
