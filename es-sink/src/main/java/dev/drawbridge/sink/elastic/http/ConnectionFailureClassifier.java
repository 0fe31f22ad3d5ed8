package dev.drawbridge.sink.elastic.http;

import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it means that no node gave a usable answer: an outage, which may last as long as it likes, or TLS that fails or a redirect,
 * neither of which passes by itself, unless something else stands in for the cluster meanwhile. Thread-safe.
 */
public final class ConnectionFailureClassifier {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionFailureClassifier.class);

    private final GracePeriod grace;

    /** @param nanoTime clock, in nanoseconds */
    public ConnectionFailureClassifier(LongSupplier nanoTime) {
        this.grace = new GracePeriod(nanoTime);
    }

    /** Records that Elasticsearch answered, whatever it said. */
    public void answered() {
        grace.renew();
    }

    /** What to throw: retriable, unless TLS or a redirect has been failing for minutes and nothing else has happened. */
    public ConnectException classify(String request, IOException failure) {
        String message = "Elasticsearch did not answer " + request + ": " + cause(failure);
        @Nullable String remedy = permanentRemedy(failure);
        if (remedy == null) {
            grace.renew();
            return new ClusterUnavailableException(message, failure);
        }
        return grace.isLeft(() -> warn(message, remedy))
                ? new ClusterUnavailableException(message, failure)
                : new ConnectException(message + "; " + remedy + ". Then restart the task", failure);
    }

    private static @Nullable String permanentRemedy(IOException failure) {
        Optional<String> redirect = ForeignAnswerException.of(failure)
                .filter(ForeignAnswerException::isPermanent)
                .map(ForeignAnswerException::remedy);
        return redirect.or(() -> TlsFailure.of(failure).map(TlsFailure::remedy)).orElse(null);
    }

    private static void warn(String message, String remedy) {
        LOG.warn("{}; {}. The request is retried for {} minutes", message, remedy, GracePeriod.LENGTH.toMinutes());
    }

    private static String cause(IOException e) {
        return ForeignAnswerException.of(e)
                .map(foreign ->
                        foreign.isPermanent() ? foreign.getMessage() : foreign.getMessage() + "; " + foreign.remedy())
                .orElseGet(() -> e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage()));
    }
}
