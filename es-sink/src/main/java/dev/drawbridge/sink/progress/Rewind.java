package dev.drawbridge.sink.progress;

import org.apache.kafka.common.TopicPartition;

/** Sends Connect to an offset of a partition, which it goes on from at its next poll. */
public interface Rewind {
    void to(TopicPartition partition, long offset);
}
