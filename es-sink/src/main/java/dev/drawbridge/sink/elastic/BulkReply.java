package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.drawbridge.sink.bulk.BulkItemResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a bulk: {@code {"items":[{"index":{"status":…,"error":{"type":…,"caused_by":{"type":…}}}}]}}. Everything
 * else in it is skipped.
 */
final class BulkReply {

    private static final JsonFactory JSON = new JsonFactory();

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
        return new BulkItemResult(status, failure.type(), failure.cause());
    }

    private static Failure failure(JsonParser json) throws IOException {
        @Nullable String type = null;
        @Nullable String cause = null;
        json.nextToken();
        while (nextField(json)) {
            switch (json.currentName()) {
                case "type" -> type = json.nextTextValue();
                case "caused_by" -> cause = failure(json).type();
                default -> skip(json);
            }
        }
        return new Failure(type, cause);
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

    private record Failure(@Nullable String type, @Nullable String cause) {
        static final Failure NONE = new Failure(null, null);
    }
}
