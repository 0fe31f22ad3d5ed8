package dev.drawbridge.sink.elastic;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether credentials that are refused may be good all the same: Elasticsearch answers 401 to valid ones as long as its
 * {@code .security} index has no primary, as after a restart. Only those that it accepted before are believed in, and not for
 * long. Thread-safe.
 */
final class Acceptance {

    static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private final LongSupplier nanoTime;
    private boolean accepted;
    private @Nullable Long refusedSince;

    Acceptance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void accepted() {
        accepted = true;
        refusedSince = null;
    }

    /** Notes that the credentials were refused; tells whether to try them again. */
    synchronized boolean mayReturn() {
        if (!accepted) {
            return false;
        }
        if (refusedSince == null) {
            refusedSince = nanoTime.getAsLong();
            LOG.warn(
                    "Elasticsearch refuses credentials that it accepted before (401), as it does when its .security index is"
                            + " not there yet after a restart. They are tried for {} minutes more",
                    PATIENCE.toMinutes());
        }
        return nanoTime.getAsLong() - refusedSince < PATIENCE.toNanos();
    }
}
