package dev.drawbridge.cdc.postgres;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Time for a failure that ought to stop the task, as it may pass by itself. Used by one thread. */
final class GracePeriod {
    private final LongSupplier nanoTime;
    private @Nullable Long failingSince;

    /** @param nanoTime as {@link System#nanoTime()} */
    GracePeriod(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** There is no failure, or no more. */
    void renew() {
        failingSince = null;
    }

    /** After a failure: whether less than {@code length} has passed since the first of this series. */
    boolean isLeft(Duration length) {
        long now = nanoTime.getAsLong();
        if (failingSince == null) {
            failingSince = now;
        }
        return now - failingSince < length.toNanos();
    }
}
