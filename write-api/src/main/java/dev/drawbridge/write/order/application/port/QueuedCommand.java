package dev.drawbridge.write.order.application.port;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * A command that waits to be carried out, as it was sent. Immutable.
 *
 * @param id names the command, not the order
 * @param client that sent it, and may ask what became of it; empty where clients have no names
 * @param type and {@code body} spell out the command, as the caller of the queue's handler can read it
 */
public record QueuedCommand(
        UUID id,
        String client,
        UUID orderId,
        String type,
        String body,
        OptionalLong expectedVersion,
        MessageContext context) {

    /** Coordinates only: the body is private. */
    @Override
    public String toString() {
        return "QueuedCommand[" + id + "]";
    }
}
