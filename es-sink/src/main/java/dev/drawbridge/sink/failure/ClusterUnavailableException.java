package dev.drawbridge.sink.failure;

import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Elasticsearch did not answer, or said that it cannot take anything now. What was sent may or may not have been applied;
 * sending it again is safe, because documents are versioned.
 */
public final class ClusterUnavailableException extends RetriableException {

    private final boolean overloaded;

    /** No usable answer came. {@code message} names the cause without quoting any response body. */
    public ClusterUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private ClusterUnavailableException(String message, @Nullable Throwable cause, boolean overloaded) {
        super(message, cause);
        this.overloaded = overloaded;
    }

    /** The cluster itself said that it is asked too much. */
    public static ClusterUnavailableException overloaded(String message) {
        return new ClusterUnavailableException(message, null, true);
    }

    public boolean overloaded() {
        return overloaded;
    }
}
