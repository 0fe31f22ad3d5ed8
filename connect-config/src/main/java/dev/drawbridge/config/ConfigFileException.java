package dev.drawbridge.config;

/** A file of this module cannot be used as it is; the message says which, why, and what to do. */
public final class ConfigFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigFileException(String message) {
        super(message);
    }
}
