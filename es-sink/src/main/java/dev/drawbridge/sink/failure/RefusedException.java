package dev.drawbridge.sink.failure;

import org.apache.kafka.connect.errors.ConnectException;

/** Elasticsearch understood a request and will not do it; sending it again would not help. */
public final class RefusedException extends ConnectException {

    private final int status;

    public RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
