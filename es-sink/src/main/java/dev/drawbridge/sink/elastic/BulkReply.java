package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.drawbridge.sink.bulk.BulkItemResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a bulk: {@code {"items":[{"index":{"status":…,"error":{"type":…,"reason":…,"caused_by":{"type":…}}}}]}}.
 * Everything else in it is skipped. A reason quotes values of the document: of it nothing is kept but the path of a field, where
 * the text before any value says for certain that the index maps it.
 */
final class BulkReply {

    /** A reason may quote a value as long as a document. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final String WHERE = "(?:\\[\\d{1,9}:\\d{1,9}] )?";
    private static final String FIELD = "([A-Za-z_][\\w.-]{0,254})";

    /** How reasons begin that are about a field of the index's mapping. */
    private static final List<Pattern> ABOUT_A_FIELD = List.of(
            Pattern.compile(WHERE + "failed to parse field \\[" + FIELD + "] of type \\[\\w+] in document with id '"),
            Pattern.compile(WHERE + "object mapping for \\[" + FIELD + "] tried to parse field \\["),
            Pattern.compile("Document contains at least one immense term in field=\"" + FIELD + "\" \\("));

    private static final String DATA_STREAM = "only write ops with an op_type of create are allowed in data streams";
    private static final Pattern NO_PIPELINE = Pattern.compile("pipeline with id \\[[^\\[\\]]*] does not exist");

    private BulkReply() {}

    static List<BulkItemResult> parse(InputStream body) throws IOException {
        List<BulkItemResult> results = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (nextField(json)) {
                if (json.currentName().equals("items")) {
                    items(json, results);
                } else {
                    skip(json);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("the answer is not JSON");
        }
        return results;
    }

    private static void items(JsonParser json, List<BulkItemResult> results) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            while (nextField(json)) {
                json.nextToken();
                results.add(item(json));
            }
        }
    }

    private static BulkItemResult item(JsonParser json) throws IOException {
        int status = 0;
        Failure failure = Failure.NONE;
        while (nextField(json)) {
            switch (json.currentName()) {
                case "status" -> status = json.nextIntValue(0);
                case "error" -> failure = failure(json);
                default -> skip(json);
            }
        }
        return new BulkItemResult(
                status, failure.type(), failure.cause(), field(failure.reason()), target(failure.reason()));
    }

    private static Failure failure(JsonParser json) throws IOException {
        @Nullable String type = null;
        @Nullable String cause = null;
        @Nullable String reason = null;
        json.nextToken();
        while (nextField(json)) {
            switch (json.currentName()) {
                case "type" -> type = json.nextTextValue();
                case "reason" -> reason = json.nextTextValue();
                case "caused_by" -> cause = failure(json).type();
                default -> skip(json);
            }
        }
        return new Failure(type, cause, reason);
    }

    private static @Nullable String field(@Nullable String reason) {
        if (reason != null) {
            for (Pattern pattern : ABOUT_A_FIELD) {
                Matcher matcher = pattern.matcher(reason);
                if (matcher.lookingAt()) {
                    return matcher.group(1);
                }
            }
        }
        return null;
    }

    private static BulkItemResult.Target target(@Nullable String reason) {
        if (reason == null) {
            return BulkItemResult.Target.UNKNOWN;
        }
        if (reason.equals(DATA_STREAM)) {
            return BulkItemResult.Target.DATA_STREAM;
        }
        return NO_PIPELINE.matcher(reason).matches()
                ? BulkItemResult.Target.WITHOUT_PIPELINE
                : BulkItemResult.Target.UNKNOWN;
    }

    private static boolean nextField(JsonParser json) throws IOException {
        @Nullable JsonToken token = json.nextToken();
        if (token != JsonToken.FIELD_NAME && token != JsonToken.END_OBJECT) {
            throw new IOException("the answer is cut short or not that of a bulk");
        }
        return token == JsonToken.FIELD_NAME;
    }

    private static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }

    private record Failure(
            @Nullable String type,
            @Nullable String cause,
            @Nullable String reason) {
        static final Failure NONE = new Failure(null, null, null);
    }
}
