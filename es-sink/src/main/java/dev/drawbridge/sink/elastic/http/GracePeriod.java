package dev.drawbridge.sink.elastic.http;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Five minutes for a failure that ought to stop the task, as it may pass by itself. Thread-safe. */
public final class GracePeriod {

    /** How long a failure is retried before it stops the task. */
    public static final Duration LENGTH = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private @Nullable Long failingSince;

    GracePeriod(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Records a success. */
    synchronized void renew() {
        failingSince = null;
    }

    /** Records a failure; {@code first} runs if it is the first of a series. Returns whether there is time left. */
    synchronized boolean isLeft(Runnable first) {
        if (failingSince == null) {
            failingSince = nanoTime.getAsLong();
            first.run();
        }
        return nanoTime.getAsLong() - failingSince < LENGTH.toNanos();
    }
}
