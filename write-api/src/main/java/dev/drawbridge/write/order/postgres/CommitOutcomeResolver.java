package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.failure.OutcomeUnknown;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.postgres.CommitEvidence.CommitOutcome;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Finds out what became of a transaction whose connection broke during its commit. Thread-safe. */
final class CommitOutcomeResolver {
    /** What {@code pg_xact_status} answers to an id that is not given yet: whoever had it was lost in a crash. */
    private static final String IN_THE_FUTURE = "22023";

    private static final String ABORTED = "aborted";

    private final Jdbi jdbi;
    private final Backoff backoff;

    CommitOutcomeResolver(Jdbi jdbi, Backoff backoff) {
        this.jdbi = jdbi;
        this.backoff = backoff;
    }

    /**
     * @throws OutcomeUnknown when PostgreSQL cannot be asked or does not know yet for longer than the backoff lasts, or when
     *     what the transaction wrote is not there and may have been removed since
     */
    boolean isCommitted(CommitEvidence evidence, Exception failure) {
        CommitOutcome outcome = ask(evidence, failure);
        if (outcome == CommitOutcome.UNKNOWN) {
            throw new OutcomeUnknown("PostgreSQL was lost during a commit, and its row may have been removed", failure);
        }
        return outcome == CommitOutcome.COMMITTED;
    }

    private CommitOutcome ask(CommitEvidence evidence, Exception failure) {
        try {
            return backoff.retry(() -> ask(evidence));
        } catch (TransientFailure e) {
            throw new OutcomeUnknown("PostgreSQL was lost during a commit and does not say what became of it", failure);
        }
    }

    private CommitOutcome ask(CommitEvidence evidence) {
        try {
            return jdbi.withHandle(handle -> ask(handle, evidence));
        } catch (TransientFailure e) {
            throw e;
        } catch (RuntimeException e) {
            RuntimeException meaning = SqlFailure.beforeCommit(e);
            throw meaning instanceof StorageUnavailable
                    ? new TransientFailure("PostgreSQL cannot be asked yet", e)
                    : meaning;
        }
    }

    /** Two statements: the second must see what was committed when the first one looked. */
    private static CommitOutcome ask(Handle handle, CommitEvidence evidence) {
        return switch (status(handle, evidence.transactionId())) {
            case "committed" -> evidence.mark().read(handle);
            case ABORTED -> CommitOutcome.LOST;
            default -> throw new TransientFailure("A transaction is still in progress, or not known here yet", null);
        };
    }

    /** A standby may only lag behind: it is not believed. */
    private static String status(Handle handle, String transactionId) {
        try {
            return handle.createQuery("""
                            select case when pg_is_in_recovery() then 'standby'
                              else coalesce(pg_xact_status(cast(:id as xid8)), 'forgotten') end""")
                    .bind("id", transactionId)
                    .mapTo(String.class)
                    .one();
        } catch (RuntimeException e) {
            if (SqlFailure.stateOf(e).equals(IN_THE_FUTURE)) {
                return ABORTED;
            }
            throw e;
        }
    }
}
