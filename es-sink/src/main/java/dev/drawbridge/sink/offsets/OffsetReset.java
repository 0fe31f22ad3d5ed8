package dev.drawbridge.sink.offsets;

/** Where the consumer goes from an offset that the topic does not have: {@code auto.offset.reset}. */
public enum OffsetReset {
    /** To the first record there is. */
    EARLIEST,
    /** To the end: what is there is not wanted in a new index. */
    LATEST,
    /** Nowhere: it fails. */
    NONE;

    /** Whether a new index is filled with what the topic holds already. */
    public boolean backfills() {
        return this != LATEST;
    }
}
