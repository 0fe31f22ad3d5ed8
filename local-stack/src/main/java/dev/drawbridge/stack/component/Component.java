package dev.drawbridge.stack.component;

import dev.drawbridge.stack.process.ManagedProcess;
import java.io.IOException;
import java.time.Duration;

/** One server of the stack. Starting is asking for it; {@link #isHealthy} says when it can be used. */
public interface Component {
    /** Lower case, as in {@code logs NAME}. */
    String name();

    int port();

    /** The middle of {@code DRAWBRIDGE_<NAME>_PORT}. */
    String variable();

    ManagedProcess child();

    /** Prepares what is missing on disk and starts the process. */
    void start() throws IOException, InterruptedException;

    /** One quick probe; any failure to answer is false. */
    boolean isHealthy() throws InterruptedException;

    /** Whether one that ended with {@code lastErrorLine} only met what is left of a killed predecessor, and is to be started again. */
    default boolean metItsPredecessor(String lastErrorLine) {
        return false;
    }

    /** The signal that makes it finish what it is doing and end. */
    default String stopSignal() {
        return "TERM";
    }

    default Duration startTimeout() {
        return Duration.ofMinutes(3);
    }

    default Duration stopTimeout() {
        return Duration.ofSeconds(30);
    }
}
