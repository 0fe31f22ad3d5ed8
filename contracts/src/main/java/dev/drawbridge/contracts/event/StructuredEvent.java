package dev.drawbridge.contracts.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An event in structured mode: the attributes and the data in one JSON object. */
final class StructuredEvent {
    static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";
    private static final String PREFIX = "ce_";
    private static final JsonFactory JSON = new JsonFactory();

    private StructuredEvent() {}

    /**
     * The object.
     *
     * @param headers those of the same event in binary mode
     * @param data JSON in UTF-8
     */
    static byte[] of(Map<String, String> headers, byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length + 512);
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().startsWith(PREFIX)) {
                    json.writeStringField(header.getKey().substring(PREFIX.length()), header.getValue());
                }
            }
            json.writeStringField("datacontenttype", "application/json");
            json.writeFieldName("data");
            json.writeRawValue(new String(data, StandardCharsets.UTF_8));
            json.writeEndObject();
        } catch (IOException impossible) { // it is written to memory
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
