package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of an order, all of them. Limits on what a command may bring yield a rejection, so that they can be
 * tightened without making stored orders unreadable; what every order must be at any time is demanded when one is made.
 */
final class OrderRules {
    static final int MAX_LINES = 100;
    static final int MAX_QUANTITY = 1_000;
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

    /** Versions count from 1. */
    static void demandVersion(long version) {
        demand(version >= 1, "versions");
    }

    /** Nothing is changed before it is created. */
    static void demandOrder(Instant createdAt, Instant updatedAt) {
        demand(!updatedAt.isBefore(createdAt), "times");
    }

    /** An order without a customer is erased, and an erased one holds nothing. */
    static void demandNothingPersonalWithout(
            @Nullable Customer customer, List<OrderLine> lines, List<String> staffNotes) {
        demand(customer != null || (lines.isEmpty() && staffNotes.isEmpty()), "erasure");
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

    private static void demand(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("An order was made that breaks the rule on " + rule);
        }
    }
}
