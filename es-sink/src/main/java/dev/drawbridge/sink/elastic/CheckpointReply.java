package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers in {@code {"docs":[{"_id":…,"found":true,"_source":{"position":…}}]}}. Each document must be said to be present
 * or not: one that could not be looked up must not pass for one that does not exist.
 */
final class CheckpointReply {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Map<String, Long>> found = new HashMap<>();
    private int known;

    private CheckpointReply() {}

    /**
     * The numeric fields of the documents that exist, by id.
     *
     * @throws IOException when the answer does not speak of all that was asked for
     */
    static Map<String, Map<String, Long>> parse(InputStream body, int asked) throws IOException {
        CheckpointReply reply = new CheckpointReply();
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_ARRAY) {
                    reply.documents(json);
                }
            }
        }
        if (reply.known != asked) {
            throw new IOException("the answer speaks of " + reply.known + " of " + asked + " documents");
        }
        return reply.found;
    }

    private void documents(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            document(json);
        }
    }

    private void document(JsonParser json) throws IOException {
        @Nullable String id = null;
        @Nullable Boolean exists = null;
        Map<String, Long> source = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "_id" -> id = json.nextTextValue();
                case "found" -> exists = json.nextBooleanValue();
                case "_source" -> source = source(json);
                default -> skip(json);
            }
        }
        known += exists == null ? 0 : 1;
        if (id != null && Boolean.TRUE.equals(exists)) {
            found.put(id, source);
        }
    }

    private static Map<String, Long> source(JsonParser json) throws IOException {
        Map<String, Long> fields = new HashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, json.getLongValue());
            } else {
                json.skipChildren();
            }
        }
        return fields;
    }

    private static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }
}
