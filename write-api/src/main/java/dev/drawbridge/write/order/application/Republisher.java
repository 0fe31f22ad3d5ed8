package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes orders once more, as they are, at the versions they have: for topics that were lost, or fields that are new. The
 * order's root is locked meanwhile, so that what is published last is what is newest. Thread-safe.
 */
public final class Republisher {
    private final Orders orders;
    private final Backoff backoff;

    /**
     * What became of a batch. Immutable.
     *
     * @param republished how many orders
     * @param missing ids of which there is no order
     * @param next the last id of a full page, after which there may be more; otherwise null
     */
    public record Batch(
            int republished, List<UUID> missing, @Nullable UUID next) {}

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

    /** Republishes these orders, each in a transaction of its own; what comes before a failure stays. */
    public Batch republish(List<UUID> ids) {
        List<UUID> missing = new ArrayList<>();
        for (UUID id : ids) {
            if (!republish(id)) {
                missing.add(id);
            }
        }
        return new Batch(ids.size() - missing.size(), List.copyOf(missing), null);
    }

    /**
     * Republishes the orders that follow an id, in the order of {@link Orders#idsAfter}.
     *
     * @param after the {@code next} of the page before; null for the first page
     */
    public Batch republishPage(@Nullable UUID after, int limit) {
        List<UUID> ids = orders.idsAfter(after, limit);
        Batch batch = republish(ids);
        return new Batch(batch.republished(), batch.missing(), ids.size() < limit ? null : ids.get(ids.size() - 1));
    }
}
