package dev.drawbridge.sink.bulk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Full-jitter exponential backoff, bounded in tries, in pause and in time: {@code put} must return before the consumer loses
 * its partitions. The one place that sleeps. Not thread-safe.
 */
public final class Backoff {

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_DOUBLINGS = 20;

    private final int maxRetries;
    private final long baseMs;
    private final RandomGenerator random;
    private final Time time;

    /**
     * @param maxRetries tries after the first one
     * @param baseMs upper bound of the first pause, in milliseconds; it doubles with each
     */
    public Backoff(int maxRetries, long baseMs, RandomGenerator random, Time time) {
        this.maxRetries = maxRetries;
        this.baseMs = baseMs;
        this.random = random;
        this.time = time;
    }

    /** Begins a new series of retries. */
    public Retries begin() {
        return new Retries(time.nanoTime());
    }

    /** How long Connect should wait before it delivers again, once a series is used up, in milliseconds. */
    public long redeliveryMs() {
        return Math.max(1, ceilingMs(maxRetries) / 2 + jitter(ceilingMs(maxRetries) / 2));
    }

    private long ceilingMs(int attempt) {
        return Math.min(LONGEST_PAUSE.toMillis(), baseMs << Math.min(attempt, MAX_DOUBLINGS));
    }

    private long jitter(long ceiling) {
        return random.nextLong(ceiling + 1);
    }

    /** One series of retries: for one bulk, from its first failure to success or surrender. */
    public final class Retries {

        private final long startedAt;
        private int used;

        private Retries(long startedAt) {
            this.startedAt = startedAt;
        }

        /**
         * Sleeps before the next try.
         *
         * @return false, without sleeping, when the series is used up
         * @throws RetriableException when the thread is interrupted
         */
        public boolean pause() {
            if (used >= maxRetries || time.nanoTime() - startedAt >= PATIENCE.toNanos()) {
                return false;
            }
            try {
                time.sleep(jitter(ceilingMs(used++)));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RetriableException("Interrupted while waiting to send again", e);
            }
        }
    }

    /** Time, so that tests need not wait for it. */
    public interface Time {

        /** The machine's clock. */
        Time SYSTEM = new Time() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long milliseconds) throws InterruptedException {
                TimeUnit.MILLISECONDS.sleep(milliseconds);
            }
        };

        /** A clock that only measures differences, in nanoseconds. */
        long nanoTime();

        /** Waits. */
        void sleep(long milliseconds) throws InterruptedException;
    }
}
