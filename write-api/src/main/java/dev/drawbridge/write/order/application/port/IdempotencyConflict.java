package dev.drawbridge.write.order.application.port;

/** An idempotency key cannot be used: not now, or not for this. Nothing was saved. */
public final class IdempotencyConflict extends RuntimeException {

    /** Why not. */
    public enum Kind {
        /** The first request with this key is not answered yet. */
        IN_FLIGHT,
        /** The key was used for something else. */
        REUSED
    }

    private final Kind kind;

    public IdempotencyConflict(Kind kind) {
        super("An idempotency key is " + kind);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
