package dev.drawbridge.sink.bulk;

/** What to look at when Elasticsearch does not take a document: by status and error type, never by the wording of a reason. */
final class ItemRemedy {

    private static final String BLOCKED =
            "the index is blocked for writes: remove index.blocks.write, index.blocks.read_only or"
                    + " the block of the cluster";
    private static final String FLOOD_STAGE = "the index is read-only because a disk is nearly full"
            + " (index.blocks.read_only_allow_delete): free disk space, then Elasticsearch lifts the block";
    private static final String NO_PRIMARY = "a primary shard is not there: see GET _cluster/allocation/explain";
    private static final String OVERLOAD =
            "the cluster refuses work (429): if only single documents are refused, they are"
                    + " larger than indexing_pressure.memory.limit lets in";
    private static final String LOG = "see the log of Elasticsearch";
    private static final String PIPELINE =
            "the index names an ingest pipeline that does not exist: create it, or change"
                    + " index.default_pipeline or index.final_pipeline";
    private static final String DATA_STREAM =
            "a data stream takes no documents with versions of their own: name an index";
    private static final String ARGUMENT =
            "the index takes no such operation: see that it is neither a data stream nor an alias,"
                    + " and that its index.default_pipeline and index.final_pipeline exist";
    private static final String CLOSED = "the index is closed: open it with POST /INDEX/_open";
    private static final String MISSING = "the index does not exist: create it with its mapping, or restore it";
    private static final String PRIVILEGE = "the credentials lack a privilege on the index: indices:data/write/bulk*,"
            + " indices:data/write/index* and, with behavior.on.null.values=delete, indices:data/write/delete*";
    private static final String ANYTHING = "check that the index exists, is open and writable, and that the role of"
            + " connection.username has the privilege index on it";

    private ItemRemedy() {}

    /** For a document that stops the task. */
    static String ofFatal(BulkItemResult result) {
        return switch (result.errorType() == null ? "" : result.errorType()) {
            case "cluster_block_exception" -> BLOCKED;
            case "index_closed_exception" -> CLOSED;
            case "index_not_found_exception" -> MISSING;
            case "security_exception" -> PRIVILEGE;
            case "illegal_argument_exception" -> argument(result);
            default -> ANYTHING;
        };
    }

    private static String argument(BulkItemResult result) {
        return switch (result.target()) {
            case WITHOUT_PIPELINE -> PIPELINE;
            case DATA_STREAM -> DATA_STREAM;
            case UNKNOWN -> ARGUMENT;
        };
    }

    /** For a document that is sent again. */
    static String ofTemporary(BulkItemResult result) {
        return switch (result.errorType() == null ? "" : result.errorType()) {
            case "cluster_block_exception" -> result.status() == 429 ? FLOOD_STAGE : BLOCKED;
            case BulkItemOutcome.UNAVAILABLE_SHARDS -> NO_PRIMARY;
            default -> result.status() == 429 ? OVERLOAD : LOG;
        };
    }

    /** For a bulk that is sent again as a whole. */
    static String ofRequest(boolean overloaded) {
        return overloaded ? OVERLOAD : LOG;
    }
}
