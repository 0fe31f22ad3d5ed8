package dev.drawbridge.write.http;

/** The request is not what this API takes: nothing was tried. The message goes to the caller and names no values. */
final class MalformedRequest extends RuntimeException {
    MalformedRequest(String detail) {
        super(detail);
    }
}
