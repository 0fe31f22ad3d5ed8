package dev.drawbridge.stack;

/** The stack trace of a failed task, as Connect's status gives it. */
public final class FailureTrace {
    private FailureTrace() {}

    /** Its innermost message: that is where the remedy stands. */
    public static String reason(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .or(() -> trace.lines().findFirst())
                .orElse("");
    }
}
