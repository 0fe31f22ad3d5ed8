package dev.drawbridge.write.order.postgres;

import org.jdbi.v3.core.Handle;

/**
 * By what a transaction is known after its connection broke: its id shows whether it has ended, and the row it wrote whether
 * it was committed. The id alone does not: PostgreSQL gives an id again after a crash if nothing of it had reached the disk.
 *
 * @param transactionId {@code pg_current_xact_id()}
 */
record CommitEvidence(String transactionId, Mark mark) {

    /** What a row that the transaction wrote, or did not, says. */
    enum CommitOutcome {
        COMMITTED,
        /** It is not there, and never was. */
        LOST,
        /** It is not there, and another transaction may have removed it. */
        UNKNOWN
    }

    /** Looks for the row; the transaction has ended. */
    interface Mark {
        CommitOutcome read(Handle handle);
    }

    /** For a row that nobody removes while it is asked for. */
    static CommitOutcome committedIf(boolean there) {
        return there ? CommitOutcome.COMMITTED : CommitOutcome.LOST;
    }

    /** Of a transaction that may be done again whatever became of it, and finds out by itself. */
    static CommitEvidence repeatable(String transactionId) {
        return new CommitEvidence(transactionId, handle -> CommitOutcome.LOST);
    }
}
