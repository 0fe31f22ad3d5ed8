package dev.drawbridge.write.order.model;

import static dev.drawbridge.write.order.model.OrderRules.firstBroken;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.Order.Status;
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
            Rejection broken = firstBroken(
                    OrderRules.name("customer's name", customerName),
                    OrderRules.name("customer's city", customerCity),
                    OrderRules.note("staff note", staffNote));
            if (broken != null) {
                return new Rejected(broken);
            }
            Customer customer = new Customer(customerName, customerCity);
            return new Accepted(Order.created(id, customer, staffNote, now), new OrderEvent.OrderCreated());
        }
    }

    /** A command on an order that must be there, and not be erased: refused for a reason, or carried out. */
    sealed interface ChangeOrder extends OrderCommand {

        /** The rule that stands in the way, or null. */
        @Nullable
        Rejection refusal(Order order);

        /** Carries out this command on an order that does not refuse it. */
        Accepted change(Order order, Instant now);

        @Override
        default Decision decide(UUID id, @Nullable Order current, Instant now) {
            if (current == null) {
                return new Rejected(Rejection.notFound());
            }
            Rejection refusal = current.erased() ? Rejection.erased() : refusal(current);
            return refusal == null ? change(current, now) : new Rejected(refusal);
        }
    }

    /** Adds one line to a draft. */
    record AddLine(String productName, int quantity, BigDecimal unitPrice, BigDecimal unitCost) implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(
                    OrderRules.mayBeChanged(order),
                    OrderRules.hasRoom(order),
                    OrderRules.name("product's name", productName),
                    OrderRules.quantity(quantity),
                    OrderRules.amount("unit price", unitPrice),
                    OrderRules.amount("unit cost", unitCost));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            OrderLine line = new OrderLine(order.version() + 1, productName, quantity, unitPrice, unitCost);
            return new Accepted(order.withLine(line, now), new OrderEvent.OrderLineAdded(line));
        }
    }

    /** Takes one line out of a draft. */
    record RemoveLine(long lineNumber) implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(OrderRules.mayBeChanged(order), OrderRules.hasLine(order, lineNumber));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            OrderLine line = order.line(lineNumber).orElseThrow();
            return new Accepted(order.withoutLine(line, now), new OrderEvent.OrderLineRemoved(line));
        }
    }

    /** Takes a share off a draft; one coupon per order. */
    record ApplyCoupon(String code, int percentOff) implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(
                    OrderRules.mayBeChanged(order),
                    OrderRules.hasNoCoupon(order),
                    OrderRules.name("coupon's code", code),
                    OrderRules.percent(percentOff));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            Coupon coupon = new Coupon(code, percentOff);
            return new Accepted(order.withCoupon(coupon, now), new OrderEvent.CouponApplied(coupon));
        }
    }

    /** The customer orders what the draft says; from now on it does not change. */
    record PlaceOrder() implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(OrderRules.mayBePlaced(order), OrderRules.hasLines(order));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            return new Accepted(order.inStatus(Status.PLACED, now), new OrderEvent.OrderPlaced());
        }
    }

    /** Somebody starts to pick and pack. */
    record StartProcessing() implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return OrderRules.mayBeProcessed(order);
        }

        @Override
        public Accepted change(Order order, Instant now) {
            return new Accepted(order.inStatus(Status.PROCESSING, now), new OrderEvent.OrderProcessingStarted());
        }
    }

    /** The parcel is handed to a carrier. */
    record ShipOrder(String carrier, String trackingNumber) implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(
                    OrderRules.mayBeShipped(order),
                    OrderRules.name("carrier", carrier),
                    OrderRules.name("tracking number", trackingNumber));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            Shipment shipment = new Shipment(carrier, trackingNumber);
            return new Accepted(order.inTransit(shipment, now), new OrderEvent.OrderShipped(shipment));
        }
    }

    /** The customer has it. */
    record DeliverOrder() implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return OrderRules.mayBeDelivered(order);
        }

        @Override
        public Accepted change(Order order, Instant now) {
            return new Accepted(order.inStatus(Status.DELIVERED, now), new OrderEvent.OrderDelivered());
        }
    }

    /** Calls an order off, for a reason, as long as it has not left. */
    record CancelOrder(String reason, @Nullable String staffNote) implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return firstBroken(
                    OrderRules.mayBeCancelled(order),
                    OrderRules.note("reason", reason),
                    OrderRules.note("staff note", staffNote));
        }

        @Override
        public Accepted change(Order order, Instant now) {
            return new Accepted(order.cancelled(staffNote, now), new OrderEvent.OrderCancelled(reason));
        }
    }

    /** Removes everything personal from an order, wherever it stands, for good. */
    record EraseOrder() implements ChangeOrder {
        @Override
        public @Nullable Rejection refusal(Order order) {
            return null;
        }

        @Override
        public Accepted change(Order order, Instant now) {
            return new Accepted(order.withoutPersonalData(now), new OrderEvent.OrderErased());
        }
    }
}
