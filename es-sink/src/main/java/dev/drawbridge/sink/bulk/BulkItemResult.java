package dev.drawbridge.sink.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What Elasticsearch answered to one operation of a bulk. Its reason in words is left out on purpose: it quotes field values.
 *
 * @param status HTTP status of this operation
 * @param errorType Elasticsearch's type of the error, null when there is none
 * @param causeType type of what caused it, null when there is none
 * @param field path of the field, as the index maps it, that the error is about; null when that is not certain
 * @param target what is wrong with the target of the operation, as far as that is certain
 */
public record BulkItemResult(
        int status,
        @Nullable String errorType,
        @Nullable String causeType,
        @Nullable String field,
        Target target) {

    /** What a reason says of the target, where its type alone does not. */
    public enum Target {
        UNKNOWN,
        /** The index names an ingest pipeline that does not exist. */
        WITHOUT_PIPELINE,
        DATA_STREAM
    }

    /** Of which no field and no target is known. */
    public BulkItemResult(int status, @Nullable String errorType, @Nullable String causeType) {
        this(status, errorType, causeType, null, Target.UNKNOWN);
    }

    /** Status, types and field, as messages show them. */
    @Override
    public String toString() {
        String type = errorType == null ? "" : " " + errorType;
        String cause = causeType == null ? "" : " (" + causeType + ")";
        return status + type + cause + (field == null ? "" : " at field " + field);
    }
}
