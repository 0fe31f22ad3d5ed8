package dev.drawbridge.sink.bulk;

import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Elasticsearch did not answer, or said that it cannot take anything now. What was sent may or may not have been applied;
 * sending it again is safe, because documents are versioned.
 */
public final class ClusterUnavailableException extends RetriableException {

    /** {@code message} names the cause without quoting any response body. */
    public ClusterUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
