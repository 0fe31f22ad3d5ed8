package dev.drawbridge.sink.progress;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Keeps progress for as long as the indices live that have made it. */
public interface ProgressStore {

    /** Knows nothing and keeps nothing. */
    ProgressStore NONE = new ProgressStore() {
        @Override
        public Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions) {
            return Map.of();
        }

        @Override
        public Map<TopicPartition, Namesake> namesakes(Collection<TopicPartition> partitions) {
            return Map.of();
        }

        @Override
        public void save(Map<TopicPartition, Progress> progress) {
            // Nobody will ask.
        }
    };

    /**
     * What is stored of {@code partitions}; those that the index has never seen are left out.
     *
     * @throws dev.drawbridge.sink.bulk.ClusterUnavailableException when it cannot be known now
     * @throws org.apache.kafka.connect.errors.ConnectException when it cannot be known at all
     */
    Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions);

    /** What is known by the index's name of {@code partitions}; throws as {@link #load} does. */
    Map<TopicPartition, Namesake> namesakes(Collection<TopicPartition> partitions);

    /** Stores {@code progress}; throws as {@link #load} does. */
    void save(Map<TopicPartition, Progress> progress);
}
