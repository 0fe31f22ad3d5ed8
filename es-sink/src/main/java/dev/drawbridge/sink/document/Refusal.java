package dev.drawbridge.sink.document;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says why a record is no document: coordinates, reason and remedy, never content. */
public final class Refusal {

    private Refusal() {}

    /** The key of a record can be no document's id, so there is nothing that the record could change or erase. */
    public static final class NoId extends DataException {
        private static final long serialVersionUID = 1L;

        private NoId(String message) {
            super(message);
        }
    }

    static NoId noId(SinkRecord record, String why) {
        return new NoId(message(record, why));
    }

    static DataException of(SinkRecord record, String why) {
        return new DataException(message(record, why));
    }

    private static String message(SinkRecord record, String why) {
        return "Cannot index " + Coordinates.of(record) + ": " + why;
    }
}
