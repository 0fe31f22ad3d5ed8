package dev.drawbridge.write.order.application.port;

import org.jspecify.annotations.Nullable;

/**
 * What the caller said about where a command comes from; travels to the outbox with the change. Immutable.
 *
 * @param traceparent W3C trace context
 * @param correlationId names the business process the command belongs to
 * @param causationId names the message that led to the command
 */
public record MessageContext(
        @Nullable String traceparent,
        @Nullable String correlationId,
        @Nullable String causationId) {

    /** Nothing is known. */
    public static final MessageContext UNKNOWN = new MessageContext(null, null, null);
}
