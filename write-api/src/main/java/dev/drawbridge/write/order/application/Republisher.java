package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.model.Order;
import java.util.UUID;

/**
 * Announces orders once more, as they are, at the versions they have: for topics that were lost, or fields that are new. The
 * order's root is locked meanwhile, so that what is announced last is what is newest. Thread-safe.
 */
public final class Republisher {
    private final Orders orders;
    private final Backoff backoff;

    public Republisher(Orders orders, Backoff backoff) {
        this.orders = orders;
        this.backoff = backoff;
    }

    /** Republishes one order, erased or not; false if there is none with this id. */
    public boolean republish(UUID id) {
        return backoff.retry(() -> orders.inTransaction(transaction -> {
            Order order = transaction.load(id);
            if (order != null) {
                transaction.republish(order);
            }
            return order != null;
        }));
    }
}
