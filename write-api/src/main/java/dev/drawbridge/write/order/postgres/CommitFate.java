package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.Backoff;
import dev.drawbridge.write.order.application.OutcomeUnknown;
import dev.drawbridge.write.order.application.StorageUnavailable;
import dev.drawbridge.write.order.application.TransientFailure;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Finds out what became of a transaction whose connection broke during its commit: PostgreSQL knows. Thread-safe. */
final class CommitFate {
    private final Jdbi jdbi;
    private final Backoff backoff;

    CommitFate(Jdbi jdbi, Backoff backoff) {
        this.jdbi = jdbi;
        this.backoff = backoff;
    }

    /** @throws OutcomeUnknown when PostgreSQL cannot be asked, or does not know yet, for longer than the backoff lasts */
    boolean isCommitted(String transactionId, Exception failure) {
        try {
            return backoff.retry(() -> ask(transactionId));
        } catch (TransientFailure e) {
            throw new OutcomeUnknown("PostgreSQL was lost during a commit and does not tell what came of it", failure);
        }
    }

    private boolean ask(String transactionId) {
        String status = status(transactionId);
        if ("committed".equals(status)) {
            return true;
        }
        if ("aborted".equals(status)) {
            return false;
        }
        throw new TransientFailure("A transaction is still in progress", null);
    }

    private @Nullable String status(String transactionId) {
        try {
            return jdbi.withHandle(handle -> handle.createQuery("select pg_xact_status(cast(:id as xid8))")
                    .bind("id", transactionId)
                    .mapTo(String.class)
                    .one());
        } catch (RuntimeException e) {
            RuntimeException meaning = SqlFailure.beforeCommit(e);
            throw meaning instanceof StorageUnavailable
                    ? new TransientFailure("PostgreSQL cannot be asked yet", e)
                    : meaning;
        }
    }
}
