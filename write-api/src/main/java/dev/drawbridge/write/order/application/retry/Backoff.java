package dev.drawbridge.write.order.application.retry;

import dev.drawbridge.write.order.application.failure.TransientFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Tries again after a {@link TransientFailure}, a few times, with growing pauses. Thread-safe. */
public final class Backoff {
    private final int attempts;
    private final Duration firstPause;
    private final Sleeper sleeper;

    /** How time passes; tests let it pass at once. */
    public interface Sleeper {
        void sleep(long millis) throws InterruptedException;
    }

    /**
     * @param attempts how often at most, the first time included
     * @param firstPause the longest pause before the second attempt; it doubles each time
     */
    public Backoff(int attempts, Duration firstPause, Sleeper sleeper) {
        this.attempts = attempts;
        this.firstPause = firstPause;
        this.sleeper = sleeper;
    }

    /** Runs the work until it does not fail transiently, or throws the last such failure. */
    public <R> R retry(Supplier<R> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (TransientFailure failure) {
                if (attempt >= attempts) {
                    throw failure;
                }
                pauseAfter(attempt, failure);
            }
        }
    }

    /** Half of the pause is drawn by lot, so that those who collided do not collide again. */
    private void pauseAfter(int attempt, TransientFailure failure) {
        long longest = firstPause.toMillis() << (attempt - 1);
        try {
            sleeper.sleep(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
