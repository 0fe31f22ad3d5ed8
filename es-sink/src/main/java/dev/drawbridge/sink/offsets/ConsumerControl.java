package dev.drawbridge.sink.offsets;

import org.apache.kafka.common.TopicPartition;

/** What a task may ask of Connect's consumer. */
public interface ConsumerControl {

    /** Has the next poll go on from {@code offset}. */
    void seek(TopicPartition partition, long offset);

    /** Has offsets committed soon, by which it becomes known where Connect stands in partitions without new records, too. */
    void commitSoon();

    /** Has the next delivery come soon, though it may be empty. */
    void pollSoon();
}
