package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what ended a command into lines for a person and an {@link ExitCode}. The only place that does. */
final class FailureHandler implements IExecutionExceptionHandler {
    private static final String CONNECTION_EXCEPTIONS = "08";

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof ActionRequiredException) {
            err.println(e.getMessage());
            return ExitCode.PROBLEM;
        }
        if (isSilence(e)) {
            err.println("A server does not answer: " + message(e)
                    + ". Check the addresses of the environment; drawbridge status says what is missing.");
            return ExitCode.UNREACHABLE;
        }
        if (e instanceof IOException || e instanceof SQLException || e instanceof KafkaException) {
            err.println(message(e));
            return ExitCode.PROBLEM;
        }
        e.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    /** Nobody listens where a server should, or who does says nothing. */
    static boolean isSilence(Throwable e) {
        for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof HttpTimeoutException
                    || each instanceof InterruptedIOException // of sockets, and of Elasticsearch's client
                    || each instanceof TimeoutException
                    || (each instanceof SQLException sql
                            && String.valueOf(sql.getSQLState()).startsWith(CONNECTION_EXCEPTIONS))) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
