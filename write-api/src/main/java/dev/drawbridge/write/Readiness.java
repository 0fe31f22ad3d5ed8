package dev.drawbridge.write;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether commands can be carried out, by the last check, which a thread of its own makes every second. However often it
 * is asked, and by whomever, it makes the database no work, and nobody waits for the database. Thread-safe.
 */
final class Readiness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Longer than a connection is waited for: if the next check has not ended by then, the database does not answer. */
    static final Duration BELIEVED_FOR = Duration.ofSeconds(5);

    private final BooleanSupplier check;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private final ScheduledFuture<?> rounds;
    private volatile Finding last;

    private record Finding(boolean ready, long nanoTime) {}

    /**
     * Begins to check; not ready until the first check has passed.
     *
     * @param check may take its time, and may fail, which means no
     * @param nanoTime as {@link System#nanoTime()}
     */
    Readiness(BooleanSupplier check, LongSupplier nanoTime) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.last = new Finding(false, nanoTime.getAsLong());
        this.rounds = thread.scheduleWithFixedDelay(this::round, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isReady() {
        Finding finding = last;
        return finding.ready() && nanoTime.getAsLong() - finding.nanoTime() < BELIEVED_FOR.toNanos();
    }

    private void round() {
        boolean ready = passes();
        last = new Finding(ready, nanoTime.getAsLong());
    }

    /** Errors of the JVM too: there would be no further round. */
    private boolean passes() {
        try {
            return check.getAsBoolean();
        } catch (Throwable e) {
            LOG.warn(
                    "Not ready, as checking the database failed: {}",
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /** Makes no further check. A check in progress ends with the connection that it uses. */
    @Override
    public void close() {
        rounds.cancel(true);
        thread.shutdown();
    }
}
