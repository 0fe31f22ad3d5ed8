package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order aggregate at one version. Totals are computed here, and nowhere else. Immutable; it changes only by an
 * {@link OrderCommand}.
 *
 * @param version counts accepted commands, from 1, without gaps
 * @param customer null once the order is erased
 * @param coupon null without one
 * @param shipment null until the order is in transit
 * @param staffNotes what staff wrote for staff; private
 * @param updatedAt never before {@code createdAt}, nor before that of an earlier version, even when a clock goes back
 */
public record Order(
        UUID id,
        long version,
        Status status,
        @Nullable Customer customer,
        List<OrderLine> lines,
        @Nullable Coupon coupon,
        @Nullable Shipment shipment,
        List<String> staffNotes,
        Instant createdAt,
        Instant updatedAt) {

    /** The one currency orders are in. */
    public static final String CURRENCY = "EUR";

    /** Where the order stands, in the order of its life. */
    public enum Status {
        CREATED("a draft"),
        PLACED("a placed order"),
        PROCESSING("an order in processing"),
        IN_TRANSIT("an order in transit"),
        DELIVERED("a delivered order"),
        /** Called off for good, before it was in transit. */
        CANCELLED("a cancelled order");

        private final String words;

        Status(String words) {
            this.words = words;
        }

        /** An order in this state, as customer service would call it. */
        String words() {
            return words;
        }
    }

    /** Rebuilds a stored order; new ones come from {@link OrderCommand.CreateOrder}. */
    public Order {
        lines = List.copyOf(lines);
        staffNotes = List.copyOf(staffNotes);
        OrderRules.requireVersion(version, lines);
        OrderRules.requireTimes(createdAt, updatedAt);
        if (customer == null) {
            OrderRules.requireNothingPersonal(lines, coupon, shipment, staffNotes);
        } else {
            OrderRules.requireWhatTheStatusNeeds(status, lines, shipment);
        }
    }

    /** True once personal data is gone; no command is accepted from then on. */
    public boolean erased() {
        return customer == null;
    }

    /** What the lines add up to. */
    public BigDecimal subtotal() {
        return sum(OrderLine::total);
    }

    /** What the coupon takes off. */
    public BigDecimal discount() {
        return coupon == null ? new BigDecimal("0.00") : coupon.discountOn(subtotal());
    }

    /** What the customer pays. */
    public BigDecimal total() {
        return subtotal().subtract(discount());
    }

    /** What is left after cost and discount; may be negative. Private. */
    public BigDecimal margin() {
        return sum(OrderLine::margin).subtract(discount());
    }

    /** From 0 to 100, by the rule written down at {@link RiskScore}. Private. */
    public int riskScore() {
        return RiskScore.of(total(), lines);
    }

    /** The line of that number. */
    public Optional<OrderLine> line(long number) {
        return lines.stream().filter(line -> line.number() == number).findFirst();
    }

    static Order created(UUID id, Customer customer, @Nullable String staffNote, Instant now) {
        List<String> notes = staffNote == null ? List.of() : List.of(staffNote);
        return new Order(id, 1, Status.CREATED, customer, List.of(), null, null, notes, now, now);
    }

    Order withLine(OrderLine line, Instant now) {
        return next(status, customer, with(lines, line), coupon, shipment, staffNotes, now);
    }

    Order withoutLine(OrderLine line, Instant now) {
        List<OrderLine> rest =
                lines.stream().filter(other -> !other.equals(line)).toList();
        return next(status, customer, rest, coupon, shipment, staffNotes, now);
    }

    Order withCoupon(Coupon applied, Instant now) {
        return next(status, customer, lines, applied, shipment, staffNotes, now);
    }

    Order inStatus(Status reached, Instant now) {
        return next(reached, customer, lines, coupon, shipment, staffNotes, now);
    }

    Order inTransit(Shipment by, Instant now) {
        return next(Status.IN_TRANSIT, customer, lines, coupon, by, staffNotes, now);
    }

    Order cancelled(@Nullable String staffNote, Instant now) {
        return next(Status.CANCELLED, customer, lines, coupon, shipment, with(staffNotes, staffNote), now);
    }

    Order withoutPersonalData(Instant now) {
        return next(status, null, List.of(), null, null, List.of(), now);
    }

    private Order next(
            Status status,
            @Nullable Customer customer,
            List<OrderLine> lines,
            @Nullable Coupon coupon,
            @Nullable Shipment shipment,
            List<String> notes,
            Instant now) {
        Instant at = now.isBefore(updatedAt) ? updatedAt : now;
        return new Order(id, version + 1, status, customer, lines, coupon, shipment, notes, createdAt, at);
    }

    private BigDecimal sum(Function<OrderLine, BigDecimal> amount) {
        return lines.stream().map(amount).reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    private static <T> List<T> with(List<T> list, @Nullable T added) {
        if (added == null) {
            return list;
        }
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }
}
