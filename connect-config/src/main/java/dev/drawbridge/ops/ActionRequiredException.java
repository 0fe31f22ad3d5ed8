package dev.drawbridge.ops;

/** A file of this module cannot be used as it is; the message says which, why, and what to do. */
public final class ActionRequiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ActionRequiredException(String message) {
        super(message);
    }
}
