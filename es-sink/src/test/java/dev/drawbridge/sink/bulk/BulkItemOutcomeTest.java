package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.document.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkItemOutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "200,, INDEXED",
        "201,, INDEXED",
        "409, version_conflict_engine_exception, VERSION_CONFLICT",
        "409, something_else, FATAL",
        "409,, FATAL",
        "429, es_rejected_execution_exception, RETRY",
        "429, circuit_breaking_exception, RETRY",
        "429, cluster_block_exception, RETRY",
        "503, unavailable_shards_exception, RETRY",
        "500, node_disconnected_exception, RETRY",
        "500, node_closed_exception, RETRY",
        "500, illegal_state_exception, RETRY_LIMITED",
        "500,, RETRY_LIMITED",
        "502,, RETRY",
        "400, es_rejected_execution_exception, RETRY",
        "400, document_parsing_exception, REJECTED",
        "400, mapper_parsing_exception, REJECTED",
        "400, strict_dynamic_mapping_exception, REJECTED",
        "400, illegal_argument_exception, FATAL",
        "400, index_closed_exception, FATAL",
        "400, invalid_index_name_exception, FATAL",
        "400, never_heard_of_exception, FATAL",
        "400,, FATAL",
        "401, security_exception, FATAL",
        "403, security_exception, FATAL",
        "403, cluster_block_exception, FATAL",
        "404, index_not_found_exception, FATAL",
        "404, document_parsing_exception, FATAL",
        "0,, FATAL",
        "302,, FATAL"
    })
    void classifiesByStatusAndType(int status, String type, BulkItemOutcome outcome) {
        assertThat(BulkItemOutcome.of(Document.Kind.STATE, new BulkItemResult(status, type, null)))
                .isEqualTo(outcome);
    }

    /** By an index whose default_pipeline is missing, a data stream, an alias without a write index: all documents meet it. */
    @Test
    void tellsATermThatIsTooLongFromAnIndexThatTakesNothing() {
        assertThat(illegalArgument("bytes_ref_hash$max_bytes_length_exceeded_exception"))
                .isEqualTo(BulkItemOutcome.REJECTED);
        assertThat(illegalArgument("max_bytes_length_exceeded_exception")).isEqualTo(BulkItemOutcome.REJECTED);
        assertThat(illegalArgument("illegal_state_exception")).isEqualTo(BulkItemOutcome.FATAL);
        assertThat(illegalArgument(null)).isEqualTo(BulkItemOutcome.FATAL);
    }

    private static BulkItemOutcome illegalArgument(String cause) {
        return BulkItemOutcome.of(Document.Kind.STATE, new BulkItemResult(400, "illegal_argument_exception", cause));
    }

    @Test
    void findsNothingLeftToDeleteAsGoodAsDeleted() {
        BulkItemResult absent = new BulkItemResult(404, null, null);
        assertThat(BulkItemOutcome.of(Document.Kind.DELETION, absent)).isEqualTo(BulkItemOutcome.INDEXED);
        assertThat(BulkItemOutcome.of(Document.Kind.ERASURE_MARKER, absent)).isEqualTo(BulkItemOutcome.FATAL);
        assertThat(BulkItemOutcome.of(
                        Document.Kind.DELETION, new BulkItemResult(404, "index_not_found_exception", null)))
                .isEqualTo(BulkItemOutcome.FATAL);
    }
}
