package dev.drawbridge.write.order.application.failure;

import org.jspecify.annotations.Nullable;

/** The store failed, and no command is to blame. Each kind says what the caller may do. */
public abstract sealed class StorageFailure extends RuntimeException
        permits TransientFailure, StorageUnavailable, StorageIncompatible, OutcomeUnknown {

    /** @param what for the log; names no values of an order */
    StorageFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
