package dev.drawbridge.sink.document;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a record stands in Kafka, before any transform renamed its topic. Messages name records by it, never by content.
 */
public record Coordinates(String topic, int partition, long offset) {

    /** The original coordinates of {@code record}. */
    public static Coordinates of(SinkRecord record) {
        return new Coordinates(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
