package dev.drawbridge.write.order.application;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The queue of commands, within one transaction. Used by one thread. */
public interface CommandQueue {

    void add(QueuedCommand command);

    /**
     * The first command that is due, not in other hands, and the oldest that its order waits for. It stays in our hands until
     * the transaction ends.
     */
    Optional<QueuedCommand> next();

    /** Its outcome is known; what it was about is forgotten. */
    void finish(UUID commandId, Outcome outcome);

    /** It could not be carried out: is tried again after the pause, or given up after so many attempts. */
    void postpone(UUID commandId, Duration pause, int attempts);

    /** How far a command has come, as long as that is kept. */
    Optional<CommandStatus> status(UUID commandId);
}
