package dev.drawbridge.write.order.model;

import dev.drawbridge.write.order.model.Order.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of an order, all of them. Limits on what a command may bring yield a rejection, so that they can be
 * tightened without making stored orders unreadable; what every order must be at any time is required when one is made.
 */
final class OrderRules {
    static final int MAX_LINES = 100;
    static final int MAX_QUANTITY = 1_000;
    static final int MAX_PERCENT_OFF = 50;
    static final int MAX_NAME_LENGTH = 200;
    static final int MAX_NOTE_LENGTH = 2_000;
    static final BigDecimal MAX_AMOUNT = new BigDecimal("1000000.00");

    private OrderRules() {}

    /** The first rule that is broken, or null when all are kept. */
    static @Nullable Rejection firstBroken(@Nullable Rejection... rules) {
        for (Rejection rule : rules) {
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }

    /** One line of text: not blank, not too long, nothing but characters. */
    static @Nullable Rejection name(String what, String value) {
        return text(what, value, MAX_NAME_LENGTH, "");
    }

    /** Text that may have several lines. */
    static @Nullable Rejection note(String what, @Nullable String value) {
        return value == null ? null : text(what, value, MAX_NOTE_LENGTH, "\n\r\t");
    }

    static @Nullable Rejection quantity(int quantity) {
        return quantity >= 1 && quantity <= MAX_QUANTITY
                ? null
                : Rejection.invalid("The quantity must be between 1 and 1,000.");
    }

    /** An amount of money: not negative, at most a million, whole cents. The size is looked at before the digits are. */
    static @Nullable Rejection amount(String what, BigDecimal amount) {
        if (amount.signum() < 0) {
            return Rejection.invalid("The " + what + " must not be negative.");
        }
        if (amount.compareTo(MAX_AMOUNT) > 0) {
            return Rejection.invalid("The " + what + " must not be more than 1,000,000.00.");
        }
        return amount.stripTrailingZeros().scale() <= 2
                ? null
                : Rejection.invalid("The " + what + " must have no more than two decimals.");
    }

    /** Up to half: what goes beyond is for a person to grant, not for a coupon. */
    static @Nullable Rejection percent(int percentOff) {
        return percentOff >= 1 && percentOff <= MAX_PERCENT_OFF
                ? null
                : Rejection.invalid("A coupon must take off between 1 and " + MAX_PERCENT_OFF + " percent.");
    }

    static @Nullable Rejection mayBeChanged(Order order) {
        return between(Status.CREATED, Status.CREATED, order, "changed");
    }

    static @Nullable Rejection mayBePlaced(Order order) {
        return between(Status.CREATED, Status.CREATED, order, "placed");
    }

    static @Nullable Rejection mayBeProcessed(Order order) {
        return between(Status.PLACED, Status.PLACED, order, "put into processing");
    }

    static @Nullable Rejection mayBeShipped(Order order) {
        return between(Status.PROCESSING, Status.PROCESSING, order, "shipped");
    }

    static @Nullable Rejection mayBeDelivered(Order order) {
        return between(Status.IN_TRANSIT, Status.IN_TRANSIT, order, "delivered");
    }

    static @Nullable Rejection mayBeCancelled(Order order) {
        return between(Status.CREATED, Status.PROCESSING, order, "cancelled");
    }

    static @Nullable Rejection hasRoom(Order order) {
        return order.lines().size() < MAX_LINES ? null : Rejection.full();
    }

    static @Nullable Rejection hasLines(Order order) {
        return order.lines().isEmpty() ? Rejection.empty() : null;
    }

    static @Nullable Rejection hasLine(Order order, long number) {
        return order.line(number).isPresent() ? null : Rejection.noSuchLine();
    }

    static @Nullable Rejection hasNoCoupon(Order order) {
        return order.coupon() == null ? null : Rejection.couponTaken();
    }

    /** Versions count from 1, and a line is named by the version that brought it. */
    static void requireVersion(long version, List<OrderLine> lines) {
        require(version >= 1, "versions");
        require(lines.stream().mapToLong(OrderLine::number).distinct().count() == lines.size(), "line numbers");
        require(lines.stream().allMatch(line -> line.number() <= version), "line numbers");
    }

    /** Nothing is changed before it is created. */
    static void requireTimes(Instant createdAt, Instant updatedAt) {
        require(!updatedAt.isBefore(createdAt), "times");
    }

    /** An erased order holds nothing. */
    static void requireNothingPersonal(
            List<OrderLine> lines, @Nullable Coupon coupon, @Nullable Shipment shipment, List<String> staffNotes) {
        require(lines.isEmpty() && coupon == null && shipment == null && staffNotes.isEmpty(), "erasure");
    }

    /** What was placed has lines, and what has left, and only that, has a carrier. */
    static void requireWhatTheStatusNeeds(Status status, List<OrderLine> lines, @Nullable Shipment shipment) {
        boolean placed = status != Status.CREATED && status != Status.CANCELLED;
        boolean left = status == Status.IN_TRANSIT || status == Status.DELIVERED;
        require(!placed || !lines.isEmpty(), "lines of a placed order");
        require(left == (shipment != null), "shipment");
    }

    private static @Nullable Rejection between(Status first, Status last, Order order, String done) {
        Status status = order.status();
        if (status == Status.CANCELLED) {
            return Rejection.cancelled(done);
        }
        if (status.compareTo(last) > 0) {
            return Rejection.tooLate(status, done);
        }
        return status.compareTo(first) < 0 ? Rejection.tooEarly(status, done) : null;
    }

    private static @Nullable Rejection text(String what, String value, int max, String allowedControls) {
        if (value.isBlank()) {
            return Rejection.invalid("The " + what + " must not be blank.");
        }
        if (value.codePointCount(0, value.length()) > max) {
            return Rejection.invalid("The " + what + " must not be longer than " + max + " characters.");
        }
        return value.codePoints().allMatch(c -> isText(c, allowedControls))
                ? null
                : Rejection.invalid("The " + what + " contains characters that are not text.");
    }

    /** Control characters and lone surrogates are no text, and the database would not store all of them. */
    private static boolean isText(int codePoint, String allowedControls) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> allowedControls.indexOf(codePoint) >= 0;
            case Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("An order was made that breaks the rule on " + rule);
        }
    }
}
