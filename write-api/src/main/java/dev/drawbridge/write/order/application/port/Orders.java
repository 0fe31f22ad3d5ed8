package dev.drawbridge.write.order.application.port;

import dev.drawbridge.write.order.application.failure.OutcomeUnknown;
import dev.drawbridge.write.order.application.failure.StorageIncompatible;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where orders are kept. Safe for use by many threads. */
public interface Orders {

    /**
     * Runs the work in one transaction: all it saves becomes visible together, or nothing does.
     *
     * @throws TransientFailure when nothing was saved and trying again may help
     * @throws StorageUnavailable when nothing was saved because the store does not answer
     * @throws StorageIncompatible when nothing was saved because the store is of another release, or broken
     * @throws OutcomeUnknown when the store was lost during the commit and whether it happened could not be found out
     */
    <R> R inTransaction(Function<Transaction, R> work);

    /** The ids of orders, erased ones too, in a fixed order: the first after {@code after}, or the very first. */
    List<UUID> idsAfter(@Nullable UUID after, int limit);

    /** One transaction; used by one thread. */
    interface Transaction {

        /**
         * Claims a key for this transaction, or returns the outcome of the one that had it before.
         *
         * @throws IdempotencyConflict when another transaction holds the key, or it was used for something else
         */
        Optional<Outcome> claim(IdempotencyKey key);

        /** Keeps the outcome under the key that was claimed. */
        void remember(IdempotencyKey key, UUID orderId, Outcome outcome);

        /** The order as it is, or null. No other transaction can change it before this one ends. */
        @Nullable
        Order load(UUID id);

        /**
         * Saves the accepted state with the outbox row that publishes it.
         *
         * @param before what was decided on, as loaded in this transaction
         * @throws TransientFailure when another transaction was faster
         */
        void save(@Nullable Order before, Accepted accepted, MessageContext context);

        /** The queue of commands for later. */
        CommandQueue queue();

        /** Publishes the order as it is once more, at its version, marked as a replay. */
        void republish(Order order);
    }
}
