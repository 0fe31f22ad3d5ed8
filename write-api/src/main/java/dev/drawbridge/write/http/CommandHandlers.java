package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.Republisher;
import dev.drawbridge.write.order.application.queue.AsyncCommandHandler;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The application, as the routes call it.
 *
 * @param sync while the caller waits
 * @param async when the caller prefers not to wait
 * @param queued called when there is something in the queue
 * @param ids for queued commands
 */
public record CommandHandlers(
        OrderCommandHandler sync,
        AsyncCommandHandler async,
        Runnable queued,
        Supplier<UUID> ids,
        Republisher republisher) {}
