package dev.drawbridge.write.order.application.failure;

import org.jspecify.annotations.Nullable;

/** A transaction lost against another one and left nothing behind: doing it again is safe, and may well succeed. */
public sealed class TransientFailure extends StorageFailure permits ConnectionLost {

    /** @param what for the log; names no values of an order */
    public TransientFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
