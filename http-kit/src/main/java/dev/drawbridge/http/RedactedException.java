package dev.drawbridge.http;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A failure for the log: where and what, but not the messages, since those of drivers and parsers may quote a payload.
 */
public final class RedactedException extends Exception {
    private static final int DEEPEST = 10;

    public RedactedException(Throwable failure) {
        this(failure, 1);
    }

    private RedactedException(Throwable failure, int depth) {
        super(kind(failure), cause(failure, depth), false, true);
        setStackTrace(failure.getStackTrace());
    }

    private static String kind(Throwable failure) {
        String name = failure.getClass().getName();
        return failure instanceof SQLException sql ? name + " SQLSTATE " + sql.getSQLState() : name;
    }

    private static @Nullable Throwable cause(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return cause == null || depth == DEEPEST ? null : new RedactedException(cause, depth + 1);
    }
}
