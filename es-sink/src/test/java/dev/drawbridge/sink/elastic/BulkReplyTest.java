package dev.drawbridge.sink.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.sink.bulk.BulkItemResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkReplyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1:12] failed to parse field [total] of type [long] in document with id 'a'. Preview of field's value: 'x'|total",
                "failed to parse field [a.b-c] of type [scaled_float] in document with id 'a'|a.b-c",
                "[1:5] object mapping for [a.b] tried to parse field [b] as object, but found a concrete value|a.b",
                "Document contains at least one immense term in field=\"id\" (whose UTF8 encoding is longer)|id",
            })
    void namesTheFieldOfTheMapping(String reason, String field) throws IOException {
        assertThat(result(reason).field()).isEqualTo(field);
        assertThat(result(reason)).hasToString("400 document_parsing_exception at field " + field);
    }

    /** A value may read like a reason; and a name that the document brings may be a value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "failed to parse",
                "failed to parse field [hunter2",
                "[1:5] failed to parse: failed to parse field [hunter2] of type [long] in document with id 'a'",
                "hunter2 failed to parse field [hunter2] of type [long] in document with id 'a'",
                "Preview: 'failed to parse field [hunter2] of type [long] in document with id ''",
                "[x] failed to parse field [hunter2] of type [long] in document with id 'a'",
                "failed to parse field [hunter2 'quoted] of type [long] in document with id 'a'",
                "failed to parse field [hunter2] of type [x] of type [long] in document with id 'a'",
                "failed to parse field [a] of type [hunter2] of type [long] in document with id 'a'",
                "failed to parse field [hunter2]] of type [long] in document with id 'a'",
                "failed to parse field [[hunter2] of type [long] in document with id 'a'",
                "failed to parse field [1hunter2] of type [long] in document with id 'a'",
                "failed to parse field [hunter2\nx] of type [long] in document with id 'a'",
                "[1:5] mapping set to strict, dynamic introduction of [hunter2] within [_doc] is not allowed",
                "[1:5] Duplicate field 'hunter2'",
                "object mapping for [a] [hunter2] tried to parse field [b] as object, but found a concrete value",
                "Document contains at least one immense term in field=\"hunter2\"\" (whose UTF8 encoding is longer)"
            })
    void leavesOutWhatIsNotCertain(String reason) throws IOException {
        assertThat(result(reason).field()).isNull();
        assertThat(result(reason)).hasToString("400 document_parsing_exception");
    }

    @Test
    void takesTheFirstFieldAndNeverOneOfTheValue() throws IOException {
        String reason =
                "[1:2] failed to parse field [total] of type [long] in document with id 'a'. Preview of field's value:"
                        + " 'failed to parse field [hunter2] of type [long] in document with id ''";
        assertThat(result(reason).field()).isEqualTo("total");
    }

    /** Elasticsearch quotes a value whole: an answer must not become unreadable, and the bulk be sent again, for its length. */
    @Test
    void readsReasonsLongerThanAParserLikes() throws IOException {
        String reason =
                "failed to parse field [total] of type [long] in document with id 'a'. Preview of field's value: '"
                        + "x".repeat(21_000_000) + "'";
        assertThat(result(reason).field()).isEqualTo("total");
    }

    @Test
    void tellsAMissingPipelineFromADataStream() throws IOException {
        assertThat(result("pipeline with id [not-there] does not exist").target())
                .isEqualTo(BulkItemResult.Target.WITHOUT_PIPELINE);
        assertThat(result("only write ops with an op_type of create are allowed in data streams")
                        .target())
                .isEqualTo(BulkItemResult.Target.DATA_STREAM);
        assertThat(result("x pipeline with id [not-there] does not exist").target())
                .isEqualTo(BulkItemResult.Target.UNKNOWN);
    }

    private static BulkItemResult result(String reason) throws IOException {
        String error = JSON.writeValueAsString(Map.of("type", "document_parsing_exception", "reason", reason));
        String answer = "{\"items\":[{\"index\":{\"status\":400,\"error\":" + error + "}}]}";
        return BulkReply.parse(new ByteArrayInputStream(answer.getBytes(UTF_8))).get(0);
    }
}
