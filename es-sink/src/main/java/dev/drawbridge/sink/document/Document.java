package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One whole document as it will be indexed, or the deletion of one, and the record it came from. Immutable; the source is
 * read-only.
 *
 * @param index concrete index the document is written to
 * @param id from the record's key, becomes {@code _id}
 * @param routing chooses the shard in place of the id, null for none
 * @param version becomes {@code _version}
 * @param kind what the record means
 * @param source one JSON object on one line, in UTF-8, without a raw newline; empty for a deletion
 * @param origin the record as Connect delivered it, but for a value that would only take memory
 */
public record Document(
        String index,
        String id,
        @Nullable String routing,
        long version,
        Kind kind,
        ByteBuffer source,
        SinkRecord origin) {

    private static final int ACTION_LINE_BYTES = 100;

    /** What a record means for its document. */
    public enum Kind {
        /** A new state of the document. */
        STATE,
        /** The document is erased and leaves an erasure marker, which keeps its version. */
        ERASURE_MARKER,
        /** The document is deleted; Elasticsearch soon forgets its version. */
        DELETION
    }

    /** Where the document's record stands in Kafka. */
    public Coordinates coordinates() {
        return Coordinates.of(origin);
    }

    /** The partition of the document's record, before any transform renamed its topic. */
    public TopicPartition partition() {
        return new TopicPartition(origin.originalTopic(), origin.originalKafkaPartition());
    }

    /** Whether nothing of the document is to be left. */
    public boolean erasure() {
        return kind != Kind.STATE;
    }

    /** About how many bytes the document takes in a bulk request. */
    public int bulkBytes() {
        return ACTION_LINE_BYTES + index.length() + id.length() + source.remaining();
    }

    /** Coordinates, index, id and version: what a message may say about a document. */
    @Override
    public String toString() {
        return "%s (index %s, id %s, version %d)".formatted(coordinates(), index, id, version);
    }
}
