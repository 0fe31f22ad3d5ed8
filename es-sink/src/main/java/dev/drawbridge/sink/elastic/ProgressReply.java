package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.drawbridge.sink.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"docs":[{"_id":…,"found":true,"_source":{"position":…}}]}}. Each document must be said to be there or not to
 * be: one that could not be looked for must not pass for one that is not there.
 */
final class ProgressReply {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Progress> found = new HashMap<>();
    private int known;

    private ProgressReply() {}

    /** @throws IOException when the answer does not speak of all that was asked for */
    static Map<String, Progress> parse(InputStream body, int asked) throws IOException {
        ProgressReply reply = new ProgressReply();
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
        @Nullable Boolean isThere = null;
        Progress progress = new Progress(0, 0, 0);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "_id" -> id = json.nextTextValue();
                case "found" -> isThere = json.nextBooleanValue();
                case "_source" -> progress = source(json);
                default -> skip(json);
            }
        }
        known += isThere == null ? 0 : 1;
        if (id != null && Boolean.TRUE.equals(isThere)) {
            found.put(id, progress);
        }
    }

    private static Progress source(JsonParser json) throws IOException {
        long position = 0;
        long seenUntil = 0;
        long idleAt = 0;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "position" -> position = json.nextLongValue(0);
                case "seenUntil" -> seenUntil = json.nextLongValue(0);
                case "idleAt" -> idleAt = json.nextLongValue(0);
                default -> skip(json);
            }
        }
        return new Progress(position, seenUntil, idleAt);
    }

    private static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }
}
