package dev.drawbridge.sink.offsets;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps checkpoints, and one record for each index that was seen to be empty, or was adopted, before the sink wrote to it. All of it
 * belongs to an index's identity, not to its name. Each method throws
 * {@link dev.drawbridge.sink.failure.ClusterUnavailableException} when something cannot be known or stored now, and
 * {@link org.apache.kafka.connect.errors.ConnectException} when it cannot at all.
 */
public interface CheckpointStore {

    /** The index that records of {@code topic} are written to; empty if the topic has none. */
    Optional<String> index(String topic);

    /** Tells the index of this name from any other that ever had it; safe in a message. */
    String identity(String index);

    /** The generation in the record of {@code index}; empty if it has no record. */
    OptionalInt generation(String index);

    /** What {@code index} holds now. */
    IndexContent content(String index);

    /** Stores the record of {@code index}, unless there is one of this generation or a later one. */
    void saveGeneration(String index, int generation);

    /** What is stored under {@code keys}; those without a checkpoint are left out. */
    Map<TopicPartition, Checkpoint> load(Collection<CheckpointKey> keys);

    /** Stores all of {@code checkpoints}, or throws. */
    void save(Map<CheckpointKey, Checkpoint> checkpoints);
}
