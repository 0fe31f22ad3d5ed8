package dev.drawbridge.write.order.application.port;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The queue of commands, within one transaction. Used by one thread. */
public interface CommandQueue {

    void add(QueuedCommand command);

    /**
     * The command that is due for longest, among those that are not in other hands and the oldest that their order waits for.
     * It stays in our hands until the transaction ends.
     */
    Optional<QueuedCommand> next();

    /** Its outcome is known; what it was about is forgotten. */
    void finish(UUID commandId, Outcome outcome);

    /** It cannot be carried out now, for no fault of its own: is due again after the pause. Nothing if others have it in hand. */
    void defer(UUID commandId, Duration pause);

    /** Whether it was queued longer ago than that. */
    boolean isOlderThan(UUID commandId, Duration age);

    /** It failed: is due again after a pause, or given up once it failed too often. Nothing if others have it in hand. */
    void countFailure(UUID commandId, RetryLimits limits);

    /** How far a command of this client has come, as long as that is kept. */
    Optional<CommandStatus> status(UUID commandId, String client);
}
