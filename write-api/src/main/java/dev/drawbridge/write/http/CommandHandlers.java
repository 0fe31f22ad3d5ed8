package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.AsyncCommandHandler;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who carries out commands.
 *
 * @param now while the caller waits
 * @param later when the caller prefers not to wait
 * @param queued is told that there is something in the queue
 * @param ids for queued commands
 */
public record CommandHandlers(
        OrderCommandHandler now, AsyncCommandHandler later, Runnable queued, Supplier<UUID> ids) {}
