package dev.drawbridge.write.order.application.failure;

/** The store cannot be reached, or takes too long. Nothing was saved; trying again at once would not help. */
public final class StorageUnavailable extends StorageFailure {

    /** @param what for the log; names no values of an order */
    public StorageUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
