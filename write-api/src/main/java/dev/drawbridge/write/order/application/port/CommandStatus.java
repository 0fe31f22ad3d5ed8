package dev.drawbridge.write.order.application.port;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a queued command has come. Immutable.
 *
 * @param outcome there once the state is accepted or rejected
 */
public record CommandStatus(
        UUID commandId, UUID orderId, State state, @Nullable Outcome outcome) {

    /** Where it stands. */
    public enum State {
        PENDING,
        ACCEPTED,
        REJECTED,
        /** Given up after many attempts, over about half an hour; nothing was changed. */
        FAILED
    }
}
