package dev.drawbridge.sink.document;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record key as a document id: text, or bytes that are text, or a whole number; a struct or map by a template such as
 * {@code {tenant}/{orderId}}. Immutable, thread-safe.
 */
final class DocumentId {

    /** Elasticsearch refuses a whole bulk request when one id is longer. */
    private static final int MAX_BYTES = 512;
    /** A char takes this many at most in UTF-8. */
    private static final int BYTES_PER_CHAR = 3;

    private final @Nullable IdTemplate template;

    DocumentId(@Nullable IdTemplate template) {
        this.template = template;
    }

    String of(SinkRecord record) {
        @Nullable Object key = record.key();
        if (key == null) {
            throw Refusal.noId(
                    record, "key is null; ids come from keys: let the producer set one, or a transform (transforms)");
        }
        @Nullable BigInteger number = WholeNumber.of(key);
        String id = number != null
                ? number.toString()
                : key instanceof Struct || key instanceof Map ? composed(record, key) : text(record, key);
        if (!isPermitted(id)) {
            throw Refusal.noId(
                    record,
                    "key is not a text of 1 to " + MAX_BYTES + " bytes; check key.converter and the producer's keys");
        }
        return id;
    }

    private static boolean isPermitted(String id) {
        if (id.isEmpty() || id.length() > MAX_BYTES) {
            return false;
        }
        if (id.length() <= MAX_BYTES / BYTES_PER_CHAR) {
            return Utf8.isWhole(id);
        }
        byte @Nullable [] encoded = Utf8.encode(id);
        return encoded != null && encoded.length <= MAX_BYTES;
    }

    private String composed(SinkRecord record, Object key) {
        if (template == null) {
            throw Refusal.of(
                    record, "key has several fields; set document.id.template, such as {tenant}/{orderId}, to choose");
        }
        try {
            return template.fill(key);
        } catch (DataException e) {
            throw Refusal.of(record, String.valueOf(e.getMessage()));
        }
    }

    private static String text(SinkRecord record, Object key) {
        if (key instanceof String text) {
            return text;
        }
        if (key instanceof byte[] bytes) {
            return decoded(record, ByteBuffer.wrap(bytes));
        }
        if (key instanceof ByteBuffer bytes) {
            return decoded(record, bytes.duplicate());
        }
        throw Refusal.of(
                record,
                "key is of type " + key.getClass().getSimpleName()
                        + " and no whole number; use a key.converter that gives text or bytes, such as"
                        + " org.apache.kafka.connect.storage.StringConverter");
    }

    private static String decoded(SinkRecord record, ByteBuffer bytes) {
        @Nullable String decoded = Utf8.decode(bytes);
        if (decoded == null) {
            throw Refusal.noId(record, "key is not valid UTF-8; check key.converter");
        }
        return decoded;
    }
}
