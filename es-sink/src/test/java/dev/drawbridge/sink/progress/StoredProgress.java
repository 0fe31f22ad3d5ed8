package dev.drawbridge.sink.progress;

import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Progress in memory, which can be out of reach. */
final class StoredProgress implements ProgressStore {

    final Map<TopicPartition, Progress> progress = new HashMap<>();
    final Map<TopicPartition, Long> replays = new HashMap<>();
    boolean reachable = true;

    @Override
    public boolean keeps(TopicPartition partition) {
        return partition.topic().equals("orders");
    }

    @Override
    public Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions) {
        return of(partitions, progress);
    }

    @Override
    public Map<TopicPartition, Long> replays(Collection<TopicPartition> partitions) {
        return of(partitions, replays);
    }

    private <T> Map<TopicPartition, T> of(Collection<TopicPartition> partitions, Map<TopicPartition, T> stored) {
        requireReachable();
        Map<TopicPartition, T> loaded = new HashMap<>(stored);
        loaded.keySet().retainAll(partitions);
        return loaded;
    }

    @Override
    public void save(Map<TopicPartition, Progress> more) {
        requireReachable();
        progress.putAll(more);
    }

    @Override
    public void saveReplays(Map<TopicPartition, Long> from) {
        requireReachable();
        replays.putAll(from);
    }

    private void requireReachable() {
        if (!reachable) {
            throw new ClusterUnavailableException("away", null);
        }
    }
}
