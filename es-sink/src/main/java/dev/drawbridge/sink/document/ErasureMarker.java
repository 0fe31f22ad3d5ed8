package dev.drawbridge.sink.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * What an erased aggregate leaves in the index: its id, the version of the erasure and nothing else. A deleted document's
 * version is forgotten after {@code index.gc_deletes}; an erasure marker's is not, so no straggler brings the document back.
 */
final class ErasureMarker {

    private static final JsonFactory JSON = new JsonFactory();

    private ErasureMarker() {}

    static ByteBuffer of(String id, long version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeNumberField("version", version);
            json.writeBooleanField("erased", true);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }
}
