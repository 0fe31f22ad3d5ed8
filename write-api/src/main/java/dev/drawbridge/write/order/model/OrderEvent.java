package dev.drawbridge.write.order.model;

/** What happened to an order, with the facts that its new state does not show. Immutable. */
public sealed interface OrderEvent {

    /** The name under which the event is stored. Never changes, whatever the classes are called. */
    String type();

    /** Answers with the case that fits; a new kind of event does not compile until every user has a case for it. */
    <R> R map(Cases<R> cases);

    /** One answer for each kind of event. */
    interface Cases<R> {
        R created();

        R lineAdded(OrderLine line);

        R lineRemoved(OrderLine line);

        R couponApplied(Coupon coupon);

        R placed();

        R processingStarted();

        R shipped(Shipment shipment);

        R delivered();

        R cancelled(String reason);

        R erased();
    }

    /** The order was opened. */
    record OrderCreated() implements OrderEvent {
        @Override
        public String type() {
            return "OrderCreated";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.created();
        }
    }

    /** One line came to it. */
    record OrderLineAdded(OrderLine line) implements OrderEvent {
        @Override
        public String type() {
            return "OrderLineAdded";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.lineAdded(line);
        }
    }

    /** One line was taken out. */
    record OrderLineRemoved(OrderLine line) implements OrderEvent {
        @Override
        public String type() {
            return "OrderLineRemoved";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.lineRemoved(line);
        }
    }

    /** A coupon took a share off. */
    record CouponApplied(Coupon coupon) implements OrderEvent {
        @Override
        public String type() {
            return "CouponApplied";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.couponApplied(coupon);
        }
    }

    /** The customer ordered it. */
    record OrderPlaced() implements OrderEvent {
        @Override
        public String type() {
            return "OrderPlaced";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.placed();
        }
    }

    /** Picking and packing began. */
    record OrderProcessingStarted() implements OrderEvent {
        @Override
        public String type() {
            return "OrderProcessingStarted";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.processingStarted();
        }
    }

    /** A carrier took it. */
    record OrderShipped(Shipment shipment) implements OrderEvent {
        @Override
        public String type() {
            return "OrderShipped";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.shipped(shipment);
        }
    }

    /** The customer has it. */
    record OrderDelivered() implements OrderEvent {
        @Override
        public String type() {
            return "OrderDelivered";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.delivered();
        }
    }

    /** It was called off. */
    record OrderCancelled(String reason) implements OrderEvent {
        @Override
        public String type() {
            return "OrderCancelled";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.cancelled(reason);
        }
    }

    /** Its personal data was removed for good. */
    record OrderErased() implements OrderEvent {
        @Override
        public String type() {
            return "OrderErased";
        }

        @Override
        public <R> R map(Cases<R> cases) {
            return cases.erased();
        }
    }
}
