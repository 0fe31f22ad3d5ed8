package dev.drawbridge.sink.elastic;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Five minutes for a failure that ought to stop the task, as it may pass by itself. Thread-safe. */
final class Grace {

    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private @Nullable Long failingSince;

    Grace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that all is well. */
    synchronized void renew() {
        failingSince = null;
    }

    /** Notes a failure; {@code first} runs if it is the first of a series. Tells whether there is time left. */
    synchronized boolean isLeft(Runnable first) {
        if (failingSince == null) {
            failingSince = nanoTime.getAsLong();
            first.run();
        }
        return nanoTime.getAsLong() - failingSince < PATIENCE.toNanos();
    }
}
