package dev.drawbridge.write.order.model;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.OrderEvent.OrderCancelled;
import dev.drawbridge.write.order.model.OrderEvent.OrderCreated;
import dev.drawbridge.write.order.model.OrderEvent.OrderErased;
import dev.drawbridge.write.order.model.OrderEvent.OrderLineAdded;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody wants done to an order, and how that is decided. Immutable; deciding is pure and repeatable. */
public sealed interface OrderCommand {

    /**
     * Decides on this command.
     *
     * @param id of the order that is addressed
     * @param current that order as it is, or null when there is none
     * @param now the time of the change, with no more precision than the store keeps
     */
    Decision decide(UUID id, @Nullable Order current, Instant now);

    /** Opens an order. */
    record CreateOrder(
            String customerName,
            String customerCity,
            @Nullable String staffNote) implements OrderCommand {
        @Override
        public Decision decide(UUID id, @Nullable Order current, Instant now) {
            if (current != null) {
                return new Rejected(current.erased() ? Rejection.erased() : Rejection.alreadyExists());
            }
            Rejection broken = OrderRules.firstBroken(
                    OrderRules.name("customer's name", customerName),
                    OrderRules.name("customer's city", customerCity),
                    OrderRules.note("staff note", staffNote));
            if (broken != null) {
                return new Rejected(broken);
            }
            Customer customer = new Customer(customerName, customerCity);
            return new Accepted(Order.created(id, customer, staffNote, now), new OrderCreated());
        }
    }

    /** Adds one line to an open order. */
    record AddLine(String productName, int quantity, BigDecimal unitPrice, BigDecimal unitCost) implements ChangeOrder {
        @Override
        public Decision change(Order current, Instant now) {
            if (current.cancelled()) {
                return new Rejected(Rejection.cancelledTakesNoLines());
            }
            if (current.lines().size() >= OrderRules.MAX_LINES) {
                return new Rejected(Rejection.full());
            }
            Rejection broken = OrderRules.firstBroken(
                    OrderRules.name("product's name", productName),
                    OrderRules.quantity(quantity),
                    OrderRules.amount("unit price", unitPrice),
                    OrderRules.amount("unit cost", unitCost));
            if (broken != null) {
                return new Rejected(broken);
            }
            OrderLine line = new OrderLine(productName, quantity, unitPrice, unitCost);
            return new Accepted(current.withLine(line, now), new OrderLineAdded(line));
        }
    }

    /** Calls an order off, for a reason. */
    record CancelOrder(String reason, @Nullable String staffNote) implements ChangeOrder {
        @Override
        public Decision change(Order current, Instant now) {
            if (current.cancelled()) {
                return new Rejected(Rejection.alreadyCancelled());
            }
            Rejection broken =
                    OrderRules.firstBroken(OrderRules.note("reason", reason), OrderRules.note("staff note", staffNote));
            if (broken != null) {
                return new Rejected(broken);
            }
            return new Accepted(current.cancelled(staffNote, now), new OrderCancelled(reason));
        }
    }

    /** Removes everything personal from an order, for good. */
    record EraseOrder() implements ChangeOrder {
        @Override
        public Decision change(Order current, Instant now) {
            return new Accepted(current.withoutPersonalData(now), new OrderErased());
        }
    }

    /** A command on an order that must be there, and not be erased. */
    sealed interface ChangeOrder extends OrderCommand {

        /** Decides on this command for an order that is neither missing nor erased. */
        Decision change(Order current, Instant now);

        @Override
        default Decision decide(UUID id, @Nullable Order current, Instant now) {
            if (current == null) {
                return new Rejected(Rejection.notFound());
            }
            return current.erased() ? new Rejected(Rejection.erased()) : change(current, now);
        }
    }
}
