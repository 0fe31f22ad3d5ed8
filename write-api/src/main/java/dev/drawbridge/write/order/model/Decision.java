package dev.drawbridge.write.order.model;

/** What came of a command: a new state with the one event that led there, or a rejection. Immutable. */
public sealed interface Decision {

    /**
     * The command is carried out.
     *
     * @param order the order after it, one version on
     */
    record Accepted(Order order, OrderEvent event) implements Decision {}

    /** The command is refused; the order stays as it is. */
    record Rejected(Rejection rejection) implements Decision {}
}
