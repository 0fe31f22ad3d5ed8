package dev.drawbridge.write;

/** The service cannot start as it is set up; the message says which variable to change, and how. */
final class WriteApiConfigException extends RuntimeException {
    WriteApiConfigException(String message) {
        super(message);
    }
}
