package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.StorageUnavailable;
import dev.drawbridge.write.order.application.TransientFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Says by SQLSTATE what a failure of the database means to the caller. */
final class SqlFailure {
    /** Serialization failure, deadlock, lock not available in time: rolled back, nothing was saved. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");

    /** Statement took too long, server shuts down, crashed, starts up, drops idle transactions, has no slots left. */
    private static final Set<String> UNAVAILABLE =
            Set.of("57014", "57P01", "57P02", "57P03", "57P05", "25P03", "53300");

    /** Class of the connection exceptions. */
    private static final String CONNECTION = "08";

    private SqlFailure() {}

    static RuntimeException translate(JdbiException failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            return failure;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (TRANSIENT.contains(state)) {
            return new TransientFailure("PostgreSQL rolled a transaction back with SQLSTATE " + state, failure);
        }
        if (UNAVAILABLE.contains(state) || state.startsWith(CONNECTION) || isPoolTimeout(sql)) {
            return new StorageUnavailable("PostgreSQL does not answer, SQLSTATE " + state, failure);
        }
        return failure;
    }

    /** The pool had no connection to give: all are in use, or none can be made. */
    private static boolean isPoolTimeout(SQLException sql) {
        return sql instanceof SQLTransientConnectionException;
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
