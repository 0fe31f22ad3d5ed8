package dev.drawbridge.sink.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What Elasticsearch answered to one operation of a bulk. Its reason in words is left out on purpose: it quotes field values.
 *
 * @param status HTTP status of this operation
 * @param errorType Elasticsearch's type of the error, null when there is none
 * @param causeType type of what caused it, null when there is none
 */
public record BulkItemResult(
        int status, @Nullable String errorType, @Nullable String causeType) {

    /** Status and types, as messages show them. */
    @Override
    public String toString() {
        String type = errorType == null ? "" : " " + errorType;
        return status + type + (causeType == null ? "" : " (" + causeType + ")");
    }
}
