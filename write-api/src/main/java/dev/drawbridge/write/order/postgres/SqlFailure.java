package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.failure.ConnectionLost;
import dev.drawbridge.write.order.application.failure.StorageIncompatible;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Says by SQLSTATE what a failure of the database means to the caller. */
public final class SqlFailure {
    /** Serialization failure, deadlock, lock not available in time: rolled back, nothing was saved. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");

    /** Statement took too long, starts up, only reads, as a standby does: this will not change at once. */
    private static final Set<String> UNAVAILABLE = Set.of("57014", "57P03", "25006");

    /** Class of what the server lacks: room on disk, memory, slots for connections. */
    private static final String INSUFFICIENT_RESOURCES = "53";

    /** Server shuts down, crashed, dropped an idle session, or a transaction that was idle or lasted too long. */
    private static final Set<String> CUT = Set.of("57P01", "57P02", "57P05", "25P03", "25P04");

    /** Class of the connection exceptions. */
    private static final String CONNECTION = "08";

    /** Classes of tables and rights that do not fit the statement, of failures of disks, and of PostgreSQL's own errors. */
    private static final Set<String> UNFIT = Set.of("42", "58", "XX");

    /** The trigger that holds writers of the outbox to the order of versions. */
    private static final String OUTBOX_GUARD = "outbox_guard";

    private SqlFailure() {}

    /** What a failure means that came before the commit was asked for: nothing was saved. */
    static RuntimeException beforeCommit(Exception failure) {
        SQLException sql = sqlCause(failure);
        return sql == null ? asUnchecked(failure) : meaning(sql, stateOf(sql), failure);
    }

    private static RuntimeException meaning(SQLException sql, String state, Exception failure) {
        if (isRefusedByOutboxGuard(sql)) {
            return new StorageIncompatible(
                    "The outbox refused the next version of an order, SQLSTATE " + state
                            + ": its newest row is not of the version before. If rows of the outbox were lost, republish"
                            + " the order; if the table orders was restored from a backup, restore the outbox with it",
                    failure);
        }
        if (TRANSIENT.contains(state)) {
            return new TransientFailure("PostgreSQL rolled a transaction back with SQLSTATE " + state, failure);
        }
        if (isPoolTimeout(sql)) {
            return new StorageUnavailable(
                    "No connection to PostgreSQL came free in time: all are in use, or none can be made", failure);
        }
        if (UNAVAILABLE.contains(state) || state.startsWith(INSUFFICIENT_RESOURCES)) {
            return new StorageUnavailable("PostgreSQL cannot carry it out for now, SQLSTATE " + state, failure);
        }
        if (isCut(sql)) {
            return new ConnectionLost("PostgreSQL was lost before a commit, SQLSTATE " + state, failure);
        }
        if (UNFIT.stream().anyMatch(state::startsWith)) {
            return new StorageIncompatible(
                    "PostgreSQL does not fit this release, or is broken, SQLSTATE " + state, failure);
        }
        return asUnchecked(failure);
    }

    /** True when the server did not answer: what it was asked last may have happened. */
    static boolean isCut(Exception failure) {
        SQLException sql = sqlCause(failure);
        return sql != null && (CUT.contains(stateOf(sql)) || stateOf(sql).startsWith(CONNECTION));
    }

    /** The SQLSTATE that the database gave; empty if it gave none. */
    public static String stateOf(Throwable failure) {
        SQLException sql = sqlCause(failure);
        return sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    }

    /** What failed, by its class and by the state that the database gave; without its message, which may quote values. */
    public static String kindOf(Throwable failure) {
        String state = stateOf(failure);
        return failure.getClass().getSimpleName() + (state.isEmpty() ? "" : ", SQLSTATE " + state);
    }

    /** The root's lock is held, so that no other transaction was faster: table and outbox disagree. */
    private static boolean isRefusedByOutboxGuard(SQLException sql) {
        return sql instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && OUTBOX_GUARD.equals(refused.getServerErrorMessage().getConstraint());
    }

    /** The pool had no connection to give: all are in use, or none can be made. */
    private static boolean isPoolTimeout(SQLException sql) {
        return sql instanceof SQLTransientConnectionException;
    }

    private static RuntimeException asUnchecked(Exception failure) {
        return failure instanceof RuntimeException unchecked ? unchecked : new UnexpectedSqlFailure(failure);
    }

    /** A failure that no caller knows how to handle. */
    private static final class UnexpectedSqlFailure extends JdbiException {
        UnexpectedSqlFailure(Exception cause) {
            super("PostgreSQL refused a statement, SQLSTATE " + stateOf(cause), cause);
        }
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
