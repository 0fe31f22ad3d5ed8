package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The record key as a document id: text, or bytes that are text, or a whole number. */
final class DocumentId {

    /** Elasticsearch refuses a whole bulk request when one id is longer. */
    private static final int MAX_BYTES = 512;

    private DocumentId() {}

    static String of(SinkRecord record) {
        @Nullable String id = text(record);
        if (id == null) {
            throw refused(
                    record, "key is null; ids come from keys: let the producer set one, or a transform (transforms)");
        }
        int bytes = Utf8.encode(id) == null ? -1 : id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw refused(
                    record,
                    "key is not a text of 1 to " + MAX_BYTES + " bytes; check key.converter and the producer's keys");
        }
        return id;
    }

    private static @Nullable String text(SinkRecord record) {
        @Nullable Object key = record.key();
        if (key == null || key instanceof String) {
            return (String) key;
        }
        if (key instanceof byte[] bytes) {
            return decoded(record, ByteBuffer.wrap(bytes));
        }
        if (key instanceof ByteBuffer bytes) {
            return decoded(record, bytes.duplicate());
        }
        if (key instanceof Long || key instanceof Integer || key instanceof Short || key instanceof Byte) {
            return key.toString();
        }
        throw refused(
                record,
                "key is of type " + key.getClass().getSimpleName()
                        + "; use a key.converter that gives text or bytes, such as"
                        + " org.apache.kafka.connect.storage.StringConverter");
    }

    private static String decoded(SinkRecord record, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw refused(record, "key is not valid UTF-8; check key.converter");
        }
    }

    private static DataException refused(SinkRecord record, String why) {
        return new DataException("Cannot index " + Coordinates.of(record) + ": " + why);
    }
}
