package dev.drawbridge.sink.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The way to a field, such as {@code meta.version}, in structs, maps and JSON. Immutable, thread-safe. */
public final class FieldPath {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> names;

    private FieldPath(List<String> names) {
        this.names = names;
    }

    /** @throws IllegalArgumentException when a name is empty */
    public static FieldPath parse(String path) {
        List<String> names = List.of(path.split("\\.", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("must read field or outer.inner");
        }
        return new FieldPath(names);
    }

    /** What stands there in a struct, map, or JSON object as bytes; null when there is nothing. */
    @Nullable
    Object in(Object value) {
        if (value instanceof byte[] json) {
            return inJson(json);
        }
        @Nullable Object found = value;
        for (String name : names) {
            found = member(found, name);
        }
        return found;
    }

    private static @Nullable Object member(@Nullable Object value, String name) {
        if (value instanceof Struct struct) {
            @Nullable Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Text as String, whole numbers as Long or BigInteger; anything else, and what is no JSON, is nothing. */
    private @Nullable Object inJson(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            for (String name : names) {
                if (!enter(parser, name)) {
                    return null;
                }
            }
            return switch (parser.nextToken()) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> WholeNumber.of(parser.getDecimalValue());
                default -> null;
            };
        } catch (IOException e) {
            return null; // the proof of the source says what is wrong, or the number is beyond a long
        }
    }

    private static boolean enter(JsonParser parser, String name) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals(name)) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
