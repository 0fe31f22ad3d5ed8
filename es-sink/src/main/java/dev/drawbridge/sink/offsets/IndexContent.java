package dev.drawbridge.sink.offsets;

/** What an index holds, whoever has written it. */
public enum IndexContent {
    EMPTY,
    DOCUMENTS,
    /** A shard is not available: it may hold documents. */
    UNKNOWN
}
