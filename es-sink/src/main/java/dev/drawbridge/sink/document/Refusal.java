package dev.drawbridge.sink.document;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says why a record is no document: coordinates, reason and remedy, never content. */
final class Refusal {

    private Refusal() {}

    static DataException of(SinkRecord record, String why) {
        return new DataException("Cannot index " + Coordinates.of(record) + ": " + why);
    }
}
