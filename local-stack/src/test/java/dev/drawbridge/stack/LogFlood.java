package dev.drawbridge.stack;

import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** Logs as a worker does that tries the same thing again and again; run by {@link LoggingIT} with a server's class path. */
public final class LogFlood {
    static final int LINES = 5_000;

    private LogFlood() {}

    public static void main(String[] args) {
        IntStream.rangeClosed(1, LINES)
                .forEach(line -> LoggerFactory.getLogger(LogFlood.class).info("line {} of many", line));
    }
}
