package dev.drawbridge.write.order.application;

import org.jspecify.annotations.Nullable;

/** A transaction lost against another one and left nothing behind: doing it again is safe, and may well succeed. */
public class TransientFailure extends RuntimeException {

    /** @param what for the log; names no values of an order */
    public TransientFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
