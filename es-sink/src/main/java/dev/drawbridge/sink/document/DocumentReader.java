package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record as a document: index by topic, id from the key, version from a header, source from the value. A null value
 * is an erasure. Immutable, thread-safe.
 */
public final class DocumentReader {

    private final Map<String, String> indexByTopic;
    private final DocumentVersion version;
    private final boolean stubs;

    /**
     * @param indexByTopic concrete index by original topic
     * @param versionHeader name of the header that carries the version
     * @param stubs whether a null value becomes a stub; otherwise it stops the task
     */
    public DocumentReader(Map<String, String> indexByTopic, String versionHeader, boolean stubs) {
        this.indexByTopic = Map.copyOf(indexByTopic);
        this.version = new DocumentVersion(versionHeader);
        this.stubs = stubs;
    }

    /**
     * The document that {@code record} carries.
     *
     * @throws DataException when this record is none; the message names its coordinates, never its content
     * @throws ConnectException when the configuration does not say what to do with such a record
     */
    public Document read(SinkRecord record) {
        String index = index(record);
        String id = DocumentId.of(record);
        long number = version.of(record);
        @Nullable Object value = record.value();
        return value == null
                ? erasure(index, id, number, record)
                : new Document(index, id, number, source(record, value), false, record);
    }

    private String index(SinkRecord record) {
        @Nullable String index = indexByTopic.get(record.originalTopic());
        if (index == null) {
            throw new ConnectException("Cannot index " + Coordinates.of(record)
                    + ": its topic has no index; add it to topic.to.external.resource.mapping");
        }
        return index;
    }

    private Document erasure(String index, String id, long number, SinkRecord record) {
        if (!stubs) {
            throw new ConnectException("Cannot index " + Coordinates.of(record)
                    + ": value is null; set behavior.on.null.values=stub to index it as an erasure");
        }
        return new Document(index, id, number, ErasureStub.of(id, number), true, record);
    }

    private static ByteBuffer source(SinkRecord record, Object value) {
        try {
            return DocumentSource.proven(bytes(value));
        } catch (DocumentSource.Unsafe e) {
            throw new DataException("Cannot index " + Coordinates.of(record) + ": value " + e.getMessage()
                    + "; check value.converter and the producer");
        }
    }

    private static byte[] bytes(Object value) throws DocumentSource.Unsafe {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof String text) {
            return encoded(text);
        }
        throw new DocumentSource.Unsafe("is of type " + value.getClass().getSimpleName()
                + ", not JSON as bytes or text; use org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static byte[] encoded(String text) throws DocumentSource.Unsafe {
        byte @Nullable [] encoded = Utf8.encode(text);
        if (encoded == null) {
            throw new DocumentSource.Unsafe("holds half a surrogate pair");
        }
        return encoded;
    }
}
