package dev.drawbridge.sink.elastic;

import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it means that no node answered: an outage, which may last as long as it likes, or TLS that fails, which does not pass by
 * itself, unless something else stands in for the cluster meanwhile. Thread-safe.
 */
final class Silence {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

    private final Grace grace;

    Silence(LongSupplier nanoTime) {
        this.grace = new Grace(nanoTime);
    }

    /** Notes that a node answered, whatever it said. */
    void broken() {
        grace.renew();
    }

    /** What to throw: to be tried again, unless TLS has been failing for minutes and nothing else has happened. */
    ConnectException meaning(String what, IOException failure) {
        String message = "Elasticsearch did not answer " + what + ": " + cause(failure);
        Optional<TlsFailure> tls = TlsFailure.of(failure);
        if (tls.isEmpty()) {
            grace.renew();
            return new ClusterUnavailableException(message, failure);
        }
        String remedy = message + "; " + tls.get().remedy();
        return grace.isLeft(() -> warn(remedy))
                ? new ClusterUnavailableException(message, failure)
                : new ConnectException(remedy + ". Then restart the task", failure);
    }

    private static void warn(String remedy) {
        LOG.warn("{}. It is tried for {} minutes more", remedy, Grace.PATIENCE.toMinutes());
    }

    private static String cause(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
