package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.failure.OutcomeUnknown;
import dev.drawbridge.write.order.application.failure.StorageIncompatible;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.application.port.IdempotencyConflict;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.port.Orders.Transaction;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.Decision;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The journey of one command: claim its key, load, decide, save with outbox row, remember the outcome. Thread-safe. */
public final class OrderCommandHandler {
    private final Orders orders;
    private final Backoff backoff;
    private final Clock clock;

    /** @param clock read once the order is locked, so that times rise with versions */
    public OrderCommandHandler(Orders orders, Backoff backoff, Clock clock) {
        this.orders = orders;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * Carries out one command; when it is done, state and outbox row are committed on return.
     *
     * @throws TransientFailure when the order was contended for too long; nothing was saved
     * @throws StorageUnavailable when the store does not answer; nothing was saved
     * @throws StorageIncompatible when the store is of another release, or broken; nothing was saved
     * @throws OutcomeUnknown when it was lost during the commit
     * @throws IdempotencyConflict when the key cannot be used
     */
    public Outcome handle(CommandEnvelope submission) {
        return backoff.retry(() -> orders.inTransaction(transaction -> once(transaction, submission)));
    }

    private Outcome once(Transaction transaction, CommandEnvelope submission) {
        Optional<Outcome> known = submission.key().flatMap(transaction::claim);
        if (known.isPresent()) {
            return known.get();
        }
        Outcome outcome = carryOut(transaction, submission);
        if (!isFinal(outcome)) {
            submission.key().ifPresent(key -> transaction.remember(key, submission.orderId(), outcome));
        }
        return outcome;
    }

    private static boolean isFinal(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                && rejected.rejection().isFinal();
    }

    /** Load, decide, save: within a transaction of the caller's. */
    public Outcome carryOut(Transaction transaction, CommandEnvelope submission) {
        Order current = transaction.load(submission.orderId());
        Decision decision = submission.command().decide(submission.orderId(), current, now());
        long version = current == null ? 0 : current.version();
        if (isStale(submission, version) && !isAboutWhetherItIsThere(decision)) {
            return new Outcome.Rejected(
                    Rejection.staleVersion(submission.expectedVersion().getAsLong(), version));
        }
        if (decision instanceof Accepted accepted) {
            transaction.save(current, accepted, submission.context());
            return new Outcome.Accepted(accepted.order().version());
        }
        return new Outcome.Rejected(((Rejected) decision).rejection());
    }

    private static boolean isStale(CommandEnvelope submission, long version) {
        return submission.expectedVersion().isPresent()
                && submission.expectedVersion().getAsLong() != version;
    }

    /** Then the version that was expected is beside the point. */
    private static boolean isAboutWhetherItIsThere(Decision decision) {
        return decision instanceof Rejected rejected
                && (rejected.rejection().kind() == Rejection.Kind.NOT_FOUND
                        || rejected.rejection().isFinal());
    }

    /** PostgreSQL keeps microseconds: what is decided on must be what is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
