package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Asks {@code _has_privileges}. */
final class PrivilegesQuestion {

    private static final JsonFactory JSON = new JsonFactory();

    private PrivilegesQuestion() {}

    /** The body that asks whether the user may do all of {@code privileges} on each of {@code names}. */
    static String of(List<String> privileges, List<String> names) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("index");
            json.writeStartObject();
            strings(json, "names", names);
            strings(json, "privileges", privileges);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
