package dev.drawbridge.sink.document;

/** What a record without value does to its document. */
public enum NullValue {
    /** Leaves a stub, the only lasting fence against late records. */
    STUB,
    /** Deletes the document. */
    DELETE,
    /** Nothing. */
    IGNORE,
    /** Stops the task. */
    FAIL
}
