package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Reads answers of which only a few scalar values matter. */
final class ScalarValues {

    private static final JsonFactory JSON = new JsonFactory();

    private ScalarValues() {}

    /** The scalar values in {@code body}, at whatever depth, as text by field; the last one of a name. */
    static Map<String, String> of(InputStream body) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && parser.currentName() != null) {
                    values.put(parser.currentName(), parser.getText());
                }
            }
        }
        return values;
    }
}
