package dev.drawbridge.sink.offsets;

import org.apache.kafka.common.TopicPartition;

/**
 * What a checkpoint belongs to, besides the identity of the index, which the store knows.
 *
 * @param generation of the index's record: checkpoints of an earlier one were given up when the index was adopted
 */
public record CheckpointKey(TopicPartition partition, int generation) {}
