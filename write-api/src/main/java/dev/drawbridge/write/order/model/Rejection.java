package dev.drawbridge.write.order.model;

/**
 * Why a command was not carried out. The kind is for programs, the reason for the person in customer service who reads it.
 * Immutable.
 *
 * @param reason whole sentences, without any value from the order or the command
 */
public record Rejection(Kind kind, String reason) {

    /** What stood in the way. */
    public enum Kind {
        /** There is no order with this id. */
        NOT_FOUND,
        /** An order with this id was created before. */
        ALREADY_EXISTS,
        /** The order is cancelled, and cancelled orders do not change. */
        CANCELLED,
        /** The order was erased; nothing can be done with it any more. */
        ERASED,
        /** The order has gone further than the command allows. */
        TOO_LATE,
        /** The order has not come as far as the command needs. */
        TOO_EARLY,
        /** The order has no lines. */
        EMPTY,
        /** The order has no such line. */
        NO_SUCH_LINE,
        /** The order has a coupon already. */
        COUPON_TAKEN,
        /** The order holds as many lines as an order may. */
        FULL,
        /** A value of the command breaks a limit. */
        INVALID_VALUE,
        /** The caller decided on an older version than the current one. */
        STALE_VERSION
    }

    /** Whether the order refuses everything so from now on: of an erased one nothing is to be kept, not even what was asked. */
    public boolean isFinal() {
        return kind == Kind.ERASED;
    }

    static Rejection notFound() {
        return new Rejection(Kind.NOT_FOUND, "There is no order with this id. Create it first.");
    }

    static Rejection alreadyExists() {
        return new Rejection(
                Kind.ALREADY_EXISTS, "An order with this id exists already. Use a new id for a new order.");
    }

    /** The order was erased, which is final: every further command on it is refused so. */
    public static Rejection erased() {
        return new Rejection(Kind.ERASED, "This order was erased. Nothing can be done with it any more.");
    }

    static Rejection cancelled(String done) {
        return new Rejection(Kind.CANCELLED, "This order is cancelled. A cancelled order cannot be " + done + ".");
    }

    static Rejection tooLate(Order.Status status, String done) {
        return new Rejection(Kind.TOO_LATE, "Too late: " + status.words() + " cannot be " + done + ".");
    }

    static Rejection tooEarly(Order.Status status, String done) {
        return new Rejection(Kind.TOO_EARLY, "Too early: " + status.words() + " cannot be " + done + ".");
    }

    static Rejection empty() {
        return new Rejection(Kind.EMPTY, "This order has no lines. Add what is ordered, then place it.");
    }

    static Rejection noSuchLine() {
        return new Rejection(Kind.NO_SUCH_LINE, "This order has no line with this number. Look at it again.");
    }

    static Rejection couponTaken() {
        return new Rejection(Kind.COUPON_TAKEN, "This order has a coupon already. Only one can be used for an order.");
    }

    static Rejection full() {
        return new Rejection(
                Kind.FULL,
                "This order has " + OrderRules.MAX_LINES + " lines, and no order may have more. Open another order.");
    }

    static Rejection invalid(String reason) {
        return new Rejection(Kind.INVALID_VALUE, reason);
    }

    /** The command was meant for another version than the current one. */
    public static Rejection staleVersion(long expected, long current) {
        return new Rejection(
                Kind.STALE_VERSION,
                "The order changed in the meantime: it is at version " + current + ", not " + expected
                        + ". Look at it again, then decide again.");
    }
}
