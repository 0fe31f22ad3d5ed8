package dev.drawbridge.sink.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.drawbridge.sink.document.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Documents as newline-delimited JSON: an action line, then the source, both free of raw newlines. */
final class BulkBody {

    private static final JsonFactory JSON = new JsonFactory();

    private BulkBody() {}

    static ByteBuffer of(List<Document> documents) {
        int size = documents.stream().mapToInt(Document::bulkBytes).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(size);
        for (Document document : documents) {
            writeAction(document, body);
            body.write('\n');
            writeSource(document.source(), body);
            body.write('\n');
        }
        return ByteBuffer.wrap(body.toByteArray());
    }

    private static void writeAction(Document document, ByteArrayOutputStream body) {
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeObjectFieldStart("index");
            json.writeStringField("_index", document.index());
            json.writeStringField("_id", document.id());
            json.writeNumberField("version", document.version());
            json.writeStringField("version_type", "external_gte");
            json.writeBooleanField("require_alias", false);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeSource(ByteBuffer source, ByteArrayOutputStream body) {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        body.write(bytes, 0, bytes.length);
    }
}
