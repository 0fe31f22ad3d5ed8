package dev.drawbridge.write.order.application.failure;

/** The store was lost before the transaction was committed: nothing was saved, and doing it again is safe. */
public final class ConnectionLost extends TransientFailure {

    /** @param what for the log; names no values of an order */
    public ConnectionLost(String what, Throwable cause) {
        super(what, cause);
    }
}
