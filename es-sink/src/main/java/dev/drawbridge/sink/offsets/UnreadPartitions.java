package dev.drawbridge.sink.offsets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Partitions whose checkpoint has not been loaded yet; some of them wait for a shard of their index. For one thread. */
final class UnreadPartitions {

    private final CheckpointStore store;
    private final IndexAdmission admission;

    private final Set<TopicPartition> unread = new HashSet<>();
    private final Set<TopicPartition> waiting = new HashSet<>();

    UnreadPartitions(CheckpointStore store, IndexAdmission admission) {
        this.store = store;
        this.admission = admission;
    }

    void add(TopicPartition partition) {
        unread.add(partition);
    }

    void removeAll(Collection<TopicPartition> partitions) {
        unread.removeAll(partitions);
        waiting.removeAll(partitions);
    }

    Set<TopicPartition> waiting() {
        return Set.copyOf(waiting);
    }

    boolean isWaiting(TopicPartition partition) {
        return waiting.contains(partition);
    }

    /** Whether an index for which a partition waits is to be checked again. */
    boolean isDue(long now) {
        return admission.isDue(waiting.stream().map(this::index).toList(), now);
    }

    /** Loads what can be loaded. What fails, fails before anything is changed. Those whose index cannot be checked now wait. */
    Map<TopicPartition, Checkpoint> load(long now) {
        Set<TopicPartition> unavailable = new HashSet<>();
        List<CheckpointKey> keys = new ArrayList<>();
        for (TopicPartition partition : unread) {
            admission
                    .generation(index(partition), now)
                    .ifPresentOrElse(
                            generation -> keys.add(new CheckpointKey(partition, generation)),
                            () -> unavailable.add(partition));
        }
        Map<TopicPartition, Checkpoint> loaded = keys.isEmpty() ? Map.of() : store.load(keys);
        unread.retainAll(unavailable);
        waiting.clear();
        waiting.addAll(unavailable);
        return loaded;
    }

    private String index(TopicPartition partition) {
        return store.index(partition.topic()).orElseThrow();
    }
}
