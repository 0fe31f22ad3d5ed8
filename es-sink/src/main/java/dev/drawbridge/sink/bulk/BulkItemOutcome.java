package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer means for one document. Decided by HTTP status and error type, never by the wording of a reason. */
public enum BulkItemOutcome {
    /** The document is in the index, at this version. */
    INDEXED,
    /** The index holds a newer version: the document is superseded, which is no failure. */
    VERSION_CONFLICT,
    /** The cluster cannot take it now; the same document may succeed later. */
    RETRY,
    /** Something failed inside the cluster: it may pass, or meet this document each time, as what a pipeline throws does. */
    RETRY_LIMITED,
    /** This document does not fit the index and never will; others may. */
    REJECTED,
    /** The index or the rights are not as they should be: it would meet every document. */
    FATAL;

    private static final Set<String> DOCUMENT_ERRORS = Set.of(
            "document_parsing_exception",
            "mapper_parsing_exception",
            "strict_dynamic_mapping_exception",
            "mapper_exception",
            "parsing_exception",
            "x_content_parse_exception",
            "parse_exception",
            "number_format_exception",
            "max_bytes_length_exceeded_exception");

    static final String UNAVAILABLE_SHARDS = "unavailable_shards_exception";

    private static final String OVERLOADED = "es_rejected_execution_exception";

    /** Of an {@code illegal_argument_exception}: without it, it is about the index, such as an ingest pipeline that is missing. */
    private static final String TERM_TOO_LONG = "max_bytes_length_exceeded_exception";

    /** The meaning of {@code result} for a document; what is not known stops rather than passes. */
    public static BulkItemOutcome of(Document.Kind kind, BulkItemResult result) {
        int status = result.status();
        String type = result.errorType() == null ? "" : result.errorType();
        if (status == 200 || status == 201 || isAlreadyDeleted(kind, result)) {
            return INDEXED;
        }
        if (status == 409) {
            return type.equals("version_conflict_engine_exception") ? VERSION_CONFLICT : FATAL;
        }
        if (isTemporary(status) || type.equals(OVERLOADED)) {
            return status == 500 && !isNodeFailure(type) ? RETRY_LIMITED : RETRY;
        }
        return status == 400 && isDocumentError(type, result.causeType()) ? REJECTED : FATAL;
    }

    /** A node that leaves or restarts: {@code node_closed_exception} and the like. */
    private static boolean isNodeFailure(String type) {
        return type.startsWith("node_") || type.equals(OVERLOADED);
    }

    private static boolean isDocumentError(String type, @Nullable String cause) {
        return DOCUMENT_ERRORS.contains(type)
                || (type.equals("illegal_argument_exception") && cause != null && cause.endsWith(TERM_TOO_LONG));
    }

    private static boolean isAlreadyDeleted(Document.Kind kind, BulkItemResult result) {
        return kind == Document.Kind.DELETION && result.status() == 404 && result.errorType() == null;
    }

    /**
     * Whether {@code result}, a temporary one, asks for less to be sent. A shard that is not there, an index that is blocked and
     * what fails inside the cluster do not.
     */
    static boolean isOverload(BulkItemResult result) {
        @Nullable String type = result.errorType();
        return OVERLOADED.equals(type) || (result.status() == 429 && !"cluster_block_exception".equals(type));
    }

    /** Whether a shard that the document belongs to has no primary. */
    static boolean isShardMissing(BulkItemResult result) {
        return UNAVAILABLE_SHARDS.equals(result.errorType());
    }

    /** Whether an HTTP status, of an operation or a whole request, speaks of the cluster's condition rather than of what was sent. */
    public static boolean isTemporary(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
