package dev.drawbridge.write.order.application.failure;

/** The store was lost while a transaction was being committed, and did not say afterwards whether it was. */
public final class OutcomeUnknown extends StorageFailure {

    /** @param what for the log; names no values of an order */
    public OutcomeUnknown(String what, Throwable cause) {
        super(what, cause);
    }
}
