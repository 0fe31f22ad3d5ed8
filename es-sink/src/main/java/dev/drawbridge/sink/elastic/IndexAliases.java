package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The aliases that an index is created with. */
public final class IndexAliases {

    private static final JsonFactory JSON = new JsonFactory();

    private IndexAliases() {}

    /**
     * Their names, as {@code definition} has them: {@code {"aliases": {"<name>": …}}}.
     *
     * @throws IllegalArgumentException when it is no JSON object; it is not quoted
     */
    public static List<String> ofDefinition(String definition) {
        try (JsonParser json = JSON.createParser(definition)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean aliases = json.currentName().equals("aliases");
                if (json.nextToken() == JsonToken.START_OBJECT && aliases) {
                    return names(json);
                }
                json.skipChildren();
            }
            return List.of();
        } catch (IOException e) {
            throw new IllegalArgumentException("is no JSON object", null);
        }
    }

    private static List<String> names(JsonParser json) throws IOException {
        List<String> names = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            names.add(json.currentName());
            json.nextToken();
            json.skipChildren();
        }
        return names;
    }
}
