package dev.drawbridge.sink.document;

/** What a record without value does to its document. */
public enum NullValue {
    /** Leaves an erasure marker, the only lasting fence against late records. */
    MARK_ERASED,
    /** Deletes the document. */
    DELETE,
    /** Nothing. */
    IGNORE,
    /** Stops the task. */
    FAIL
}
