package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.Orders.Transaction;
import dev.drawbridge.write.order.model.Decision;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.UUID;

/** The journey of one command: load, decide, save with outbox row. Thread-safe. */
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
     * Carries out one command; when it is accepted, state and outbox row are committed on return.
     *
     * @param expectedVersion the version the caller decided on, if the caller said so
     * @throws TransientFailure when the order was contended for too long; nothing was saved
     * @throws StorageUnavailable when the store does not answer
     */
    public Decision handle(UUID id, OrderCommand command, OptionalLong expectedVersion, Origin origin) {
        return backoff.retry(
                () -> orders.inTransaction(transaction -> handle(transaction, id, command, expectedVersion, origin)));
    }

    private Decision handle(
            Transaction transaction, UUID id, OrderCommand command, OptionalLong expectedVersion, Origin origin) {
        Order current = transaction.load(id);
        Decision decision = command.decide(id, current, now());
        if (isAbout(decision, Rejection.Kind.NOT_FOUND)) {
            return decision;
        }
        long version = current == null ? 0 : current.version();
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != version) {
            return new Rejected(Rejection.staleVersion(expectedVersion.getAsLong(), version));
        }
        if (decision instanceof Accepted accepted) {
            transaction.save(current, accepted, origin);
        }
        return decision;
    }

    private static boolean isAbout(Decision decision, Rejection.Kind kind) {
        return decision instanceof Rejected rejected && rejected.rejection().kind() == kind;
    }

    /** PostgreSQL keeps microseconds: what is decided on must be what is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
