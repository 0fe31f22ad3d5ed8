package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where orders are kept. Safe for use by many threads. */
public interface Orders {

    /**
     * Runs the work in one transaction: all it saves becomes visible together, or nothing does.
     *
     * @throws TransientFailure when nothing was saved and trying again may help
     * @throws StorageUnavailable when the store does not answer; whether the work was saved is not known
     */
    <R> R inTransaction(Function<Transaction, R> work);

    /** One transaction; used by one thread. */
    interface Transaction {

        /** The order as it is, or null. No other transaction can change it before this one ends. */
        @Nullable
        Order load(UUID id);

        /**
         * Saves the accepted state with the outbox row that announces it.
         *
         * @param before what was decided on, as loaded in this transaction
         * @throws TransientFailure when another transaction was faster
         */
        void save(@Nullable Order before, Accepted accepted, Origin origin);
    }
}
