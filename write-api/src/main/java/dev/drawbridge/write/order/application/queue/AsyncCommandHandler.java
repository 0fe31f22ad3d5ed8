package dev.drawbridge.write.order.application.queue;

import dev.drawbridge.write.order.application.CommandEnvelope;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.failure.StorageFailure;
import dev.drawbridge.write.order.application.failure.StorageIncompatible;
import dev.drawbridge.write.order.application.port.CommandQueue;
import dev.drawbridge.write.order.application.port.CommandStatus;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.port.Orders.Transaction;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Queued;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.application.port.RetryLimits;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.Rejection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands now and carries them out later: each exactly once, since it leaves the queue in the transaction that has
 * its effect, and those of one order in the order in which they came. One that fails holds up its own order alone. Thread-safe.
 */
public final class AsyncCommandHandler {
    /** Within it an instance comes that can read a command, or none ever will. */
    private static final Duration READABLE_WITHIN = Duration.ofDays(7);

    /** In all about half an hour: long enough to restart what is broken, or to repair it. */
    private static final RetryLimits RETRY_LIMITS = new RetryLimits(Duration.ofSeconds(1), Duration.ofMinutes(5), 14);

    private final Orders orders;
    private final OrderCommandHandler handler;
    private final Backoff backoff;
    private final BiFunction<String, String, OrderCommand> reader;
    private final Deferrals deferrals;

    /**
     * @param reader makes a command of the type and the body that were queued; throws what it likes at one that it cannot
     *     read, as an instance of before or after a release may
     */
    public AsyncCommandHandler(
            Orders orders,
            OrderCommandHandler handler,
            Backoff backoff,
            BiFunction<String, String, OrderCommand> reader,
            Deferrals deferrals) {
        this.orders = orders;
        this.handler = handler;
        this.backoff = backoff;
        this.reader = reader;
        this.deferrals = deferrals;
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

    /** How far a command has come, if it is known and this client sent it: it names the order and why it was refused. */
    public Optional<CommandStatus> status(UUID commandId, String client) {
        return orders.inTransaction(transaction -> transaction.queue().status(commandId, client));
    }

    /**
     * Carries out the next command.
     *
     * @return false if there is none at the moment
     * @throws QueuedCommandFailed when that failed; the command is due again later, or given up if it failed too often
     * @throws RuntimeException when there is none to be had
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
        } catch (RuntimeException | Error e) {
            QueuedCommand command = inHand.get();
            if (command == null) {
                throw e;
            }
            postpone(command, e);
            throw new QueuedCommandFailed(command.id(), e);
        }
    }

    private void carryOut(Transaction transaction, QueuedCommand command) {
        transaction.queue().finish(command.id(), outcome(transaction, command));
    }

    /** An erased order refuses a command whatever it says; so it need not wait for an instance that can read it. */
    private Outcome outcome(Transaction transaction, QueuedCommand command) {
        try {
            return handler.carryOut(transaction, submission(command));
        } catch (Unreadable e) {
            Order order = transaction.load(command.orderId());
            if (order == null || !order.erased()) {
                throw e;
            }
            return new Rejected(Rejection.erased());
        }
    }

    private CommandEnvelope submission(QueuedCommand command) {
        return new CommandEnvelope(
                command.orderId(), read(command), command.expectedVersion(), command.context(), Optional.empty());
    }

    /** It was read once, by the instance that queued it; so another release is to blame if it cannot be read here. */
    private OrderCommand read(QueuedCommand command) {
        try {
            return reader.apply(command.type(), command.body());
        } catch (RuntimeException e) {
            throw new Unreadable(command.type(), e);
        }
    }

    /** Should that fail as well, the command is still due, and the first failure is the one to hear of. */
    private void postpone(QueuedCommand command, Throwable failure) {
        try {
            orders.inTransaction(transaction -> {
                postpone(transaction.queue(), command.id(), failure);
                return true;
            });
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** What the database or the age of this instance is to blame for does not count against the command. */
    private void postpone(CommandQueue queue, UUID commandId, Throwable failure) {
        if (failure instanceof StorageIncompatible
                || (failure instanceof Unreadable && !queue.isOlderThan(commandId, READABLE_WITHIN))) {
            queue.defer(commandId, deferrals.unready());
        } else if (failure instanceof StorageFailure) {
            queue.defer(commandId, deferrals.busy());
        } else {
            queue.countFailure(commandId, RETRY_LIMITS);
        }
    }

    /** Of another release than this one, as far as is known. */
    private static final class Unreadable extends RuntimeException {
        Unreadable(String type, RuntimeException cause) {
            super("This instance cannot read a command of type " + type, cause);
        }
    }
}
