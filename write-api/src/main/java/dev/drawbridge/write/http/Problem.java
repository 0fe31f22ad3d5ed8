package dev.drawbridge.write.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A problem as RFC 9457 has it. Immutable.
 *
 * @param name the last part of its type URI, which programs may rely on
 * @param title the same for every problem of the type
 * @param detail what is the matter this time, and what to do; never a value from the request
 */
record Problem(int status, String name, String title, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPES = "https://drawbridge.dev/problems/";
    private static final JsonFactory JSON = new JsonFactory();

    String type() {
        return TYPES + name;
    }

    String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type());
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }
}
