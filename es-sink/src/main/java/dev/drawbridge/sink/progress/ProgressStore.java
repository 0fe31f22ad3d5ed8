package dev.drawbridge.sink.progress;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Keeps progress for as long as the indices live that have made it. */
public interface ProgressStore {

    /** Whether {@code partition} is one whose records are indexed, so that progress can be kept of it. */
    boolean keeps(TopicPartition partition);

    /**
     * What is stored of {@code partitions}; those that the index has never seen are left out.
     *
     * @throws dev.drawbridge.sink.bulk.ClusterUnavailableException when it cannot be known now
     * @throws org.apache.kafka.connect.errors.ConnectException when it cannot be known at all
     */
    Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions);

    /**
     * Offsets from which Connect was last sent back for what an index lacked, for those of {@code partitions} in which it was;
     * throws as {@link #load} does.
     */
    Map<TopicPartition, Long> replays(Collection<TopicPartition> partitions);

    /** Stores {@code progress}; throws as {@link #load} does. */
    void save(Map<TopicPartition, Progress> progress);

    /** Stores that Connect is sent back from the offsets in {@code from}; throws as {@link #load} does. */
    void saveReplays(Map<TopicPartition, Long> from);
}
