package dev.drawbridge.http;

/** The request is not what this API takes: nothing was tried. The message goes to the caller and names no values. */
public final class MalformedRequest extends RuntimeException {
    public MalformedRequest(String detail) {
        super(detail);
    }
}
