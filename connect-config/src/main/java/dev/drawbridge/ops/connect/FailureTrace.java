package dev.drawbridge.ops.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The stack trace of a failed task, as Connect's status gives it. */
public final class FailureTrace {
    private FailureTrace() {}

    /** Why the first task that has failed did so; empty when none has. */
    public static Optional<String> firstReason(JsonNode status) {
        return status.findValuesAsText("trace").stream()
                .map(FailureTrace::reason)
                .findFirst();
    }

    /**
     * Its innermost message: that is where the remedy stands. Kafka's {@code UnknownTopicOrPartitionException} names no topic, the
     * exception around it does.
     */
    public static String reason(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: ") && !line.contains("UnknownTopicOrPartitionException"))
                .reduce((first, second) -> second)
                .or(() -> trace.lines().findFirst())
                .orElse("");
    }
}
