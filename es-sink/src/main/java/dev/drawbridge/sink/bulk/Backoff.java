package dev.drawbridge.sink.bulk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Full-jitter exponential backoff, bounded in tries and in pause. Sleeps nowhere. Thread-safe. */
public final class Backoff {

    /** As {@code maxRetries}: an outage may last as long as it likes. */
    public static final int UNLIMITED = -1;

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 20;

    private final int maxRetries;
    private final long baseMs;
    private final long longestMs;
    private final RandomGenerator random;

    /**
     * @param maxRetries tries after the first one, or {@link #UNLIMITED}
     * @param baseMs upper bound of the first pause, in milliseconds; it doubles with each
     * @param random is only ever used by one thread at a time
     */
    public Backoff(int maxRetries, long baseMs, RandomGenerator random) {
        this(maxRetries, baseMs, LONGEST_PAUSE.toMillis(), random);
    }

    /** With {@code longestMs}, in milliseconds, as the upper bound of any pause. */
    public Backoff(int maxRetries, long baseMs, long longestMs, RandomGenerator random) {
        this.maxRetries = maxRetries;
        this.baseMs = baseMs;
        this.longestMs = longestMs;
        this.random = random;
    }

    /** Whether there is no retry after {@code failures} of the same thing, from 1. */
    public boolean isUsedUp(int failures) {
        return maxRetries != UNLIMITED && failures > maxRetries;
    }

    /** How long to pause, in milliseconds, after the given number of {@code failures}, from 1. */
    public long pauseMs(int failures) {
        long ceiling = Math.min(longestMs, baseMs << Math.min(Math.max(0, failures - 1), MAX_DOUBLINGS));
        synchronized (random) {
            return random.nextLong(ceiling + 1);
        }
    }

    /** Begins a new series of retries. */
    public Retries begin() {
        return new Retries();
    }

    /** One series of retries without end. For one thread. */
    public final class Retries {

        private int used;

        private Retries() {}

        /** How long to wait before the next try, in milliseconds. */
        public long nextPauseMs() {
            return Math.max(1, pauseMs(++used));
        }
    }
}
