package dev.drawbridge.write.order.application.failure;

/**
 * The store does not take what this release asks of it: its tables or rights are of another release, or something in it is
 * broken. It is no command's fault, and nothing but repairing the store helps.
 */
public final class StorageIncompatible extends StorageFailure {

    /** @param what for the log; names no values of an order */
    public StorageIncompatible(String what, Throwable cause) {
        super(what, cause);
    }
}
