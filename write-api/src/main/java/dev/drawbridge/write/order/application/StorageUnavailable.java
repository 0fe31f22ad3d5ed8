package dev.drawbridge.write.order.application;

/** The store cannot be reached or gave up half-way. What was asked of it may have happened: never repeated unasked. */
public final class StorageUnavailable extends RuntimeException {

    /** @param what for the log; names no values of an order */
    public StorageUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
