package dev.drawbridge.stack;

/** The stack cannot go on; the message is one line for a person: what failed, and what to do. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }
}
