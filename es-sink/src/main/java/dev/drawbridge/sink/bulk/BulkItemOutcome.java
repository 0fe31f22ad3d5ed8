package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer means for one document. Decided by HTTP status and error type, never by the wording of a reason. */
public enum BulkItemOutcome {
    /** The document is in the index, at this version. */
    INDEXED,
    /** The index holds a newer version: the document has been overtaken, which is no failure. */
    ALREADY_NEWER,
    /** The cluster cannot take it now; the same document may succeed later. */
    RETRY,
    /** Something failed inside the cluster: it may pass, or meet this document each time, as what a pipeline throws does. */
    RETRY_A_FEW_TIMES,
    /** This document does not fit the index and never will; others may. */
    REJECTED,
    /** The index or the rights are not as they should be: it would meet every document. */
    FATAL;

    private static final Set<String> ABOUT_THE_DOCUMENT = Set.of(
            "document_parsing_exception",
            "mapper_parsing_exception",
            "strict_dynamic_mapping_exception",
            "mapper_exception",
            "parsing_exception",
            "x_content_parse_exception",
            "parse_exception",
            "number_format_exception",
            "max_bytes_length_exceeded_exception");

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
            return type.equals("version_conflict_engine_exception") ? ALREADY_NEWER : FATAL;
        }
        if (isTemporary(status) || type.equals(OVERLOADED)) {
            return status == 500 && !isOfANode(type) ? RETRY_A_FEW_TIMES : RETRY;
        }
        return status == 400 && isAboutTheDocument(type, result.causeType()) ? REJECTED : FATAL;
    }

    /** A node that leaves or restarts: {@code node_closed_exception} and the like. */
    private static boolean isOfANode(String type) {
        return type.startsWith("node_") || type.equals(OVERLOADED);
    }

    private static boolean isAboutTheDocument(String type, @Nullable String cause) {
        return ABOUT_THE_DOCUMENT.contains(type)
                || (type.equals("illegal_argument_exception") && cause != null && cause.endsWith(TERM_TOO_LONG));
    }

    private static boolean isAlreadyDeleted(Document.Kind kind, BulkItemResult result) {
        return kind == Document.Kind.DELETION && result.status() == 404 && result.errorType() == null;
    }

    /** Whether {@code result}, a temporary one, asks for less to be sent: what fails inside the cluster (500) does not. */
    static boolean isOverload(BulkItemResult result) {
        return result.status() != 500 || OVERLOADED.equals(result.errorType());
    }

    /** Whether an HTTP status, of an operation or a whole request, speaks of the cluster's condition rather than of what was sent. */
    public static boolean isTemporary(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
