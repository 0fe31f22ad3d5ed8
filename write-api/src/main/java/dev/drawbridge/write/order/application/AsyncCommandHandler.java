package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.Orders.Transaction;
import dev.drawbridge.write.order.application.Outcome.Queued;
import dev.drawbridge.write.order.model.OrderCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands now and carries them out later: each exactly once, since it leaves the queue in the transaction that has
 * its effect, and those of one order in the order in which they came. Thread-safe.
 */
public final class AsyncCommandHandler {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 5;

    private final Orders orders;
    private final OrderCommandHandler handler;
    private final Backoff backoff;
    private final BiFunction<String, String, OrderCommand> reader;

    /** @param reader makes a command of the task and the body that were queued */
    public AsyncCommandHandler(
            Orders orders,
            OrderCommandHandler handler,
            Backoff backoff,
            BiFunction<String, String, OrderCommand> reader) {
        this.orders = orders;
        this.handler = handler;
        this.backoff = backoff;
        this.reader = reader;
    }

    /** Queues a command; on return it is as durable as an order. */
    public Outcome submit(QueuedCommand command, Optional<IdempotencyKey> key) {
        return backoff.retry(() -> orders.inTransaction(transaction -> {
            Optional<Outcome> known = key.flatMap(transaction::claim);
            if (known.isPresent()) {
                return known.get();
            }
            Outcome queued = new Queued(command.id());
            transaction.queue().add(command);
            key.ifPresent(claimed -> transaction.remember(claimed, command.orderId(), queued));
            return queued;
        }));
    }

    /** How far a command has come, if it is known. */
    public Optional<CommandStatus> status(UUID commandId) {
        return orders.inTransaction(transaction -> transaction.queue().status(commandId));
    }

    /**
     * Carries out the next command.
     *
     * @return false if there is none at the moment
     * @throws RuntimeException when that failed; the command is due again later, or given up if it failed too often
     */
    public boolean runNext() {
        AtomicReference<@Nullable QueuedCommand> inHand = new AtomicReference<>();
        try {
            return orders.inTransaction(transaction -> {
                Optional<QueuedCommand> next = transaction.queue().next();
                next.ifPresent(command -> {
                    inHand.set(command);
                    carryOut(transaction, command);
                });
                return next.isPresent();
            });
        } catch (RuntimeException e) {
            postpone(inHand.get(), e);
            throw e;
        }
    }

    private void carryOut(Transaction transaction, QueuedCommand command) {
        Outcome outcome = handler.carryOut(
                transaction,
                new Submission(
                        command.orderId(),
                        reader.apply(command.task(), command.body()),
                        command.expectedVersion(),
                        command.origin(),
                        Optional.empty()));
        transaction.queue().finish(command.id(), outcome);
    }

    /** What the database is to blame for does not count against the command: it is due at once. */
    private void postpone(@Nullable QueuedCommand command, RuntimeException failure) {
        boolean blameless = failure instanceof TransientFailure
                || failure instanceof StorageUnavailable
                || failure instanceof OutcomeUnknown;
        if (command != null && !blameless) {
            orders.inTransaction(transaction -> {
                transaction.queue().postpone(command.id(), PAUSE, ATTEMPTS);
                return true;
            });
        }
    }
}
