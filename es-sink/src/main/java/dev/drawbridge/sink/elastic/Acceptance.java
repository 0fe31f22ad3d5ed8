package dev.drawbridge.sink.elastic;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether credentials that are refused may be good all the same: Elasticsearch answers 401 to valid ones as long as its
 * {@code .security} index has no primary, as after a restart. Only those that it accepted before are believed in, and not for
 * long. Thread-safe.
 */
final class Acceptance {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private final Grace grace;
    private volatile boolean accepted;

    Acceptance(LongSupplier nanoTime) {
        this.grace = new Grace(nanoTime);
    }

    void accepted() {
        accepted = true;
        grace.renew();
    }

    /** Notes that the credentials were refused; tells whether to try them again. */
    boolean mayReturn() {
        return accepted && grace.isLeft(Acceptance::warn);
    }

    private static void warn() {
        LOG.warn(
                "Elasticsearch refuses credentials that it accepted before (401), as it does when its .security index is"
                        + " not there yet after a restart. They are tried for {} minutes more",
                Grace.PATIENCE.toMinutes());
    }
}
