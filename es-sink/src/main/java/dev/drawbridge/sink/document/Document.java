package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One whole document as it will be indexed, and the record it came from. Immutable; the source is read-only.
 *
 * @param index concrete index the document is written to
 * @param id the record's key, becomes {@code _id}
 * @param version the aggregate version, becomes {@code _version}
 * @param source one JSON object on one line, in UTF-8, without a raw newline
 * @param erasure whether the document is the stub that an erased aggregate leaves behind
 * @param origin the record as Connect delivered it
 */
public record Document(String index, String id, long version, ByteBuffer source, boolean erasure, SinkRecord origin) {

    private static final int ACTION_LINE_BYTES = 120;

    /** Where the document's record stands in Kafka. */
    public Coordinates coordinates() {
        return Coordinates.of(origin);
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
