package dev.drawbridge.write.order.application.queue;

import java.util.UUID;

/** A queued command could not be carried out; the cause says why. It is due again later, or given up. */
public final class QueuedCommandFailed extends RuntimeException {
    private final UUID commandId;

    QueuedCommandFailed(UUID commandId, Throwable cause) {
        super("Queued command " + commandId + " failed", cause);
        this.commandId = commandId;
    }

    public UUID commandId() {
        return commandId;
    }
}
