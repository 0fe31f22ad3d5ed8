package dev.drawbridge.contracts.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON file with the position of everything in it. */
@Internal
public final class JsonReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonReader() {}

    /** The file's content, or null with findings reported. */
    public static @Nullable SourceNode read(SourceFile file, String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            SourceNode root = node(parser);
            if (parser.nextToken() != null) {
                file.report(at(parser), "more than one value", "a file holds one schema", "Remove what follows it");
            }
            return root;
        } catch (JsonProcessingException broken) {
            JsonLocation location = broken.getLocation();
            SourcePosition at = location == null ? SourcePosition.START : position(location);
            // the parser's own words quote the text
            file.report(at, "not valid JSON", "the text cannot be read from here on", "Correct the syntax");
            return null;
        } catch (IOException unreachable) { // the text is in memory
            throw new UncheckedIOException(unreachable);
        }
    }

    private static SourceNode node(JsonParser parser) throws IOException {
        SourcePosition at = at(parser);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return block(parser, at);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(parser, at);
        }
        return new SourceNode.Scalar(kind(token), token == null ? "" : parser.getText(), at);
    }

    private static SourceNode.MapNode block(JsonParser parser, SourcePosition at) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            SourcePosition keyAt = at(parser);
            parser.nextToken();
            entries.put(key, new Entry(key, keyAt, node(parser)));
        }
        return new SourceNode.MapNode(entries, at);
    }

    private static SourceNode.Sequence sequence(JsonParser parser, SourcePosition at) throws IOException {
        List<SourceNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser));
        }
        return new SourceNode.Sequence(items, at);
    }

    private static ScalarKind kind(@Nullable JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            return ScalarKind.TEXT;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return ScalarKind.INTEGER;
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return ScalarKind.DECIMAL;
        }
        return token != null && token.isBoolean() ? ScalarKind.BOOLEAN : ScalarKind.NULL;
    }

    private static SourcePosition at(JsonParser parser) {
        return position(parser.currentTokenLocation());
    }

    private static SourcePosition position(JsonLocation location) {
        return new SourcePosition(location.getLineNr(), location.getColumnNr());
    }
}
