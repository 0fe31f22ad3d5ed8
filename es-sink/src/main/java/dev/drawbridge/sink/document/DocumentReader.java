package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record as a document: index by topic, id from the key, source from the value. Immutable, thread-safe. */
public final class DocumentReader {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Map<String, String> indexByTopic;
    private final DocumentId id;
    private final DocumentVersion version;
    private final @Nullable Routing routing;
    private final NullValue nullValue;

    /**
     * @param indexByTopic concrete index by original topic
     * @param template how ids are made from keys with fields, null to refuse those
     * @param routing null for Elasticsearch's own, by id
     */
    public DocumentReader(
            Map<String, String> indexByTopic,
            @Nullable IdTemplate template,
            DocumentVersion version,
            @Nullable Routing routing,
            NullValue nullValue) {
        this.indexByTopic = Map.copyOf(indexByTopic);
        this.id = new DocumentId(template);
        this.version = version;
        this.routing = routing;
        this.nullValue = nullValue;
    }

    /**
     * The document that {@code record} carries; none when it has no value and such records are ignored.
     *
     * @throws DataException when this record is none; the message names its coordinates, never its content
     * @throws ConnectException when the configuration does not say what to do with such a record
     */
    public Optional<Document> read(SinkRecord record) {
        String index = index(record);
        if (record.value() == null) {
            return erasure(index, record);
        }
        Object value = record.value() instanceof Struct || record.value() instanceof Map
                ? record.value()
                : bytes(record, record.value());
        return Optional.of(new Document(
                index,
                id.of(record),
                routing == null ? null : routing.of(record, value),
                version.of(record, value),
                Document.Kind.STATE,
                source(record, value),
                withoutValue(record)));
    }

    /**
     * The value is not needed any more, and as a map or struct holds many times the memory of its JSON. Connect's own records
     * remember what they were read from, for the dead letter queue, and give that on; any other stays whole.
     */
    private static SinkRecord withoutValue(SinkRecord record) {
        if (record.value() instanceof byte[] || record.getClass() == SinkRecord.class) {
            return record;
        }
        SinkRecord without = record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                null,
                null,
                record.timestamp(),
                record.headers());
        return without.getClass() == record.getClass() ? without : record;
    }

    private String index(SinkRecord record) {
        @Nullable String index = indexByTopic.get(record.originalTopic());
        if (index == null) {
            throw new ConnectException("Cannot index " + Coordinates.of(record)
                    + ": its topic has no index; add it to topic.to.external.resource.mapping");
        }
        return index;
    }

    private Optional<Document> erasure(String index, SinkRecord record) {
        return switch (nullValue) {
            case IGNORE -> Optional.empty();
            case FAIL ->
                throw new ConnectException("Cannot index " + Coordinates.of(record)
                        + ": value is null; set behavior.on.null.values=mark-erased to index it as an erasure");
            case MARK_ERASED -> Optional.of(erasure(index, record, Document.Kind.ERASURE_MARKER));
            case DELETE -> Optional.of(erasure(index, record, Document.Kind.DELETION));
        };
    }

    private Document erasure(String index, SinkRecord record, Document.Kind kind) {
        String erased = id.of(record);
        long number = version.of(record, null);
        @Nullable String shard = routing == null ? null : routing.of(record, null);
        ByteBuffer source = kind == Document.Kind.ERASURE_MARKER ? ErasureMarker.of(erased, number) : NOTHING;
        return new Document(index, erased, shard, number, kind, source, record);
    }

    private static ByteBuffer source(SinkRecord record, Object value) {
        try {
            return value instanceof byte[] json
                    ? DocumentSource.proven(json)
                    : ByteBuffer.wrap(ConnectJson.write(value)).asReadOnlyBuffer();
        } catch (DocumentSource.Unsafe e) {
            throw Refusal.of(record, "value " + e.getMessage() + "; check value.converter and the producer");
        }
    }

    private static byte[] bytes(SinkRecord record, Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof String text) {
            return encoded(record, text);
        }
        throw Refusal.of(
                record,
                "value is of type " + value.getClass().getSimpleName()
                        + ", not JSON as bytes or text, a struct or a map; check value.converter, such as"
                        + " org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static byte[] encoded(SinkRecord record, String text) {
        byte @Nullable [] encoded = Utf8.encode(text);
        if (encoded == null) {
            throw Refusal.of(record, "value holds half a surrogate pair; check value.converter and the producer");
        }
        return encoded;
    }
}
