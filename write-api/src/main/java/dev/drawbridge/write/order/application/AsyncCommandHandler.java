package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.Orders.Transaction;
import dev.drawbridge.write.order.application.Outcome.Queued;
import dev.drawbridge.write.order.application.Outcome.Refused;
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
    /** For an order that is busy, or a database that is: others have their turn meanwhile. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** For what other instances may know, who have their turn meanwhile, or what somebody has to mend. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    /** Within it an instance comes that can read a command, or none ever will. */
    private static final Duration READABLE_WITHIN = Duration.ofDays(7);

    /** In all about half an hour: long enough to restart what is broken, or to mend it. */
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(1), Duration.ofMinutes(5), 14);

    private final Orders orders;
    private final OrderCommandHandler handler;
    private final Backoff backoff;
    private final BiFunction<String, String, OrderCommand> reader;

    /**
     * @param reader makes a command of the task and the body that were queued; throws what it likes at one that it cannot
     *     read, as an instance of before or after a release may
     */
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
            return new Refused(Rejection.erased());
        }
    }

    private Submission submission(QueuedCommand command) {
        return new Submission(
                command.orderId(), read(command), command.expectedVersion(), command.origin(), Optional.empty());
    }

    /** It was read once, by the instance that queued it; so another release is to blame if it cannot be read here. */
    private OrderCommand read(QueuedCommand command) {
        try {
            return reader.apply(command.task(), command.body());
        } catch (RuntimeException e) {
            throw new Unreadable(command.task(), e);
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
    private static void postpone(CommandQueue queue, UUID commandId, Throwable failure) {
        if (failure instanceof StorageUnfit
                || (failure instanceof Unreadable && !queue.isOlderThan(commandId, READABLE_WITHIN))) {
            queue.defer(commandId, A_WHILE);
        } else if (failure instanceof TransientFailure
                || failure instanceof StorageUnavailable
                || failure instanceof OutcomeUnknown) {
            queue.defer(commandId, A_MOMENT);
        } else {
            queue.countFailure(commandId, PATIENCE);
        }
    }

    /** Of another release than this one, as far as can be told. */
    private static final class Unreadable extends RuntimeException {
        Unreadable(String task, RuntimeException cause) {
            super("This instance cannot read a command of task " + task, cause);
        }
    }
}
