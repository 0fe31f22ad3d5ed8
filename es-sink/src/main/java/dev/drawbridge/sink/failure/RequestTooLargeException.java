package dev.drawbridge.sink.failure;

import org.apache.kafka.connect.errors.ConnectException;

/** The cluster, or a proxy before it, refuses a body of this size; smaller ones may pass. */
public final class RequestTooLargeException extends ConnectException {

    /** {@code message} says what to change. */
    public RequestTooLargeException(String message) {
        super(message);
    }
}
