package dev.drawbridge.sink.bulk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Full-jitter exponential backoff, bounded in tries and in pause. The one place that sleeps. Thread-safe. */
public final class Backoff {

    /** As {@code maxRetries}: an outage may last as long as it likes. */
    public static final int WITHOUT_END = -1;

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 20;
    private static final int RETRIES_BEFORE_WARNING = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);

    private final int maxRetries;
    private final long baseMs;
    private final RandomGenerator random;
    private final Time time;

    /**
     * @param maxRetries tries after the first one, or {@link #WITHOUT_END}
     * @param baseMs upper bound of the first pause, in milliseconds; it doubles with each
     * @param random is only ever used by one thread at a time
     */
    public Backoff(int maxRetries, long baseMs, RandomGenerator random, Time time) {
        this.maxRetries = maxRetries;
        this.baseMs = baseMs;
        this.random = random;
        this.time = time;
    }

    /** Begins a new series of retries. */
    public Retries begin() {
        return new Retries();
    }

    private long jitter(int attempt) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), baseMs << Math.min(attempt, MAX_DOUBLINGS));
        synchronized (random) {
            return random.nextLong(ceiling + 1);
        }
    }

    /** One series of retries: for one bulk, from its first failure to success or surrender. For one thread. */
    public final class Retries {

        private int used;

        private Retries() {}

        /** How long to wait before the next try, in milliseconds, for those who need not wait here. */
        public long nextPauseMs() {
            return Math.max(1, jitter(used++));
        }

        /**
         * Sleeps before the next try, because of {@code reason}.
         *
         * @return false, without sleeping, when the series is used up
         * @throws RetriableException when the thread is interrupted
         */
        public boolean pause(String reason) {
            if (maxRetries != WITHOUT_END && used >= maxRetries) {
                return false;
            }
            if (used == RETRIES_BEFORE_WARNING) {
                LOG.warn("Still trying, and will go on: {}", reason);
            }
            long pause = jitter(used++);
            LOG.debug("Sending again in {} ms: {}", pause, reason);
            return slept(pause);
        }

        private boolean slept(long milliseconds) {
            try {
                time.sleep(milliseconds);
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
        Time SYSTEM = TimeUnit.MILLISECONDS::sleep;

        /** Waits. */
        void sleep(long milliseconds) throws InterruptedException;
    }
}
