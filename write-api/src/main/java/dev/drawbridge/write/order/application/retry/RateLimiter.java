package dev.drawbridge.write.order.application.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Holds work down to so many steps a second. Used by one thread. */
public final class RateLimiter {
    private final long nanosPerStep;
    private final LongSupplier nanoTime;
    private final Backoff.Sleeper sleeper;

    private long next;

    /** @param nanoTime as {@link System#nanoTime()} */
    public RateLimiter(int stepsPerSecond, LongSupplier nanoTime, Backoff.Sleeper sleeper) {
        this.nanosPerStep = Duration.ofSeconds(1).toNanos() / stepsPerSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.next = nanoTime.getAsLong();
    }

    /** Waits until the next step may be made. Time that was lost is not made up for by a burst. */
    public void await() throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (next - now > 0) {
            // Rounded up: a pause of nothing would let more through than promised.
            sleeper.sleep((next - now + 999_999) / 1_000_000);
        }
        next = (next - now > 0 ? next : now) + nanosPerStep; // nanoTime may wrap, so no Math.max
    }
}
