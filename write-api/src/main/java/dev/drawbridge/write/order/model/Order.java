package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order aggregate at one version. Totals are computed here, and nowhere else. Immutable; it changes only by an
 * {@link OrderCommand}.
 *
 * @param version counts accepted commands, from 1, without gaps
 * @param customer null once the order is erased
 * @param staffNotes what staff wrote for staff; private
 * @param updatedAt never before {@code createdAt}, nor before that of an earlier version, even when a clock goes back
 */
public record Order(
        UUID id,
        long version,
        Status status,
        @Nullable Customer customer,
        List<OrderLine> lines,
        List<String> staffNotes,
        Instant createdAt,
        Instant updatedAt) {

    /** The one currency orders are in. */
    public static final String CURRENCY = "EUR";

    /** Where the order stands. */
    public enum Status {
        /** Open: takes lines, can be cancelled. */
        CREATED,
        /** Called off for good. */
        CANCELLED
    }

    /** Rebuilds a stored order; new ones come from {@link OrderCommand.CreateOrder}. */
    public Order {
        lines = List.copyOf(lines);
        staffNotes = List.copyOf(staffNotes);
        OrderRules.demandVersion(version);
        OrderRules.demandOrder(createdAt, updatedAt);
        OrderRules.demandNothingPersonalWithout(customer, lines, staffNotes);
    }

    /** True once personal data is gone; no command is accepted from then on. */
    public boolean erased() {
        return customer == null;
    }

    /** True once the order is called off. */
    public boolean cancelled() {
        return status == Status.CANCELLED;
    }

    /** What the customer pays: the sum of the lines. */
    public BigDecimal total() {
        return sum(OrderLine::total);
    }

    /** What is left after cost: the sum of the lines' margins. Private. */
    public BigDecimal margin() {
        return sum(OrderLine::margin);
    }

    /** From 0 to 100, by the rule written down at {@link RiskScore}. Private. */
    public int riskScore() {
        return RiskScore.of(total(), lines);
    }

    static Order created(UUID id, Customer customer, @Nullable String staffNote, Instant now) {
        return new Order(id, 1, Status.CREATED, customer, List.of(), with(List.of(), staffNote), now, now);
    }

    Order withLine(OrderLine line, Instant now) {
        return next(status, customer, with(lines, line), staffNotes, now);
    }

    Order cancelled(@Nullable String staffNote, Instant now) {
        return next(Status.CANCELLED, customer, lines, with(staffNotes, staffNote), now);
    }

    Order withoutPersonalData(Instant now) {
        return next(status, null, List.of(), List.of(), now);
    }

    private Order next(
            Status status, @Nullable Customer customer, List<OrderLine> lines, List<String> notes, Instant now) {
        Instant at = now.isBefore(updatedAt) ? updatedAt : now;
        return new Order(id, version + 1, status, customer, lines, notes, createdAt, at);
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
