package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.Set;

/** What an answer means for one document. Decided by HTTP status and error type, never by the wording of a reason. */
public enum BulkItemOutcome {
    /** The document is in the index, at this version. */
    INDEXED,
    /** The index holds a newer version: the document has been overtaken, which is no failure. */
    ALREADY_NEWER,
    /** The cluster cannot take it now; the same document may succeed later. */
    RETRY,
    /** This document does not fit the index and never will; others may. */
    REJECTED,
    /** The index or the rights are not as they should be: it would meet every document. */
    FATAL;

    private static final Set<String> ABOUT_THE_DOCUMENT = Set.of(
            "document_parsing_exception",
            "mapper_parsing_exception",
            "strict_dynamic_mapping_exception",
            "illegal_argument_exception",
            "mapper_exception",
            "parsing_exception",
            "x_content_parse_exception",
            "parse_exception",
            "number_format_exception",
            "max_bytes_length_exceeded_exception");

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
        if (isTemporary(status) || type.equals("es_rejected_execution_exception")) {
            return RETRY;
        }
        return status == 400 && ABOUT_THE_DOCUMENT.contains(type) ? REJECTED : FATAL;
    }

    private static boolean isAlreadyDeleted(Document.Kind kind, BulkItemResult result) {
        return kind == Document.Kind.DELETION && result.status() == 404 && result.errorType() == null;
    }

    /** Whether an HTTP status, of an operation or a whole request, speaks of the cluster's condition rather than of what was sent. */
    public static boolean isTemporary(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
