package dev.drawbridge.sink.offsets;

import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;

/** Checkpoints in memory, which can be out of reach, of an index that can be another one. */
final class StoredCheckpoints implements CheckpointStore {

    private record Id(String identity, CheckpointKey key) {}

    String identity = "first";
    IndexContent content = IndexContent.EMPTY;
    boolean reachable = true;
    final Map<String, Integer> generations = new HashMap<>();
    private final Map<Id, Checkpoint> checkpoints = new HashMap<>();

    /** Of the index as it is now, by partition. */
    Map<TopicPartition, Checkpoint> current() {
        Map<TopicPartition, Checkpoint> current = new HashMap<>();
        int generation = generations.getOrDefault(identity, -1);
        checkpoints.forEach((id, checkpoint) -> {
            if (id.identity.equals(identity) && id.key.generation() == generation) {
                current.put(id.key.partition(), checkpoint);
            }
        });
        return current;
    }

    Checkpoint of(TopicPartition partition) {
        return current().get(partition);
    }

    void put(TopicPartition partition, Checkpoint checkpoint) {
        generations.putIfAbsent(identity, 0);
        checkpoints.put(new Id(identity, new CheckpointKey(partition, generations.get(identity))), checkpoint);
    }

    void clear() {
        checkpoints.clear();
    }

    @Override
    public Optional<String> index(String topic) {
        return topic.equals("orders") ? Optional.of("orders-1") : Optional.empty();
    }

    @Override
    public String identity(String index) {
        requireReachable();
        return identity;
    }

    @Override
    public OptionalInt generation(String index) {
        requireReachable();
        Integer generation = generations.get(identity);
        return generation == null ? OptionalInt.empty() : OptionalInt.of(generation);
    }

    @Override
    public IndexContent content(String index) {
        requireReachable();
        return content;
    }

    @Override
    public void saveGeneration(String index, int generation) {
        requireReachable();
        generations.merge(identity, generation, Math::max);
    }

    @Override
    public Map<TopicPartition, Checkpoint> load(Collection<CheckpointKey> keys) {
        requireReachable();
        Map<TopicPartition, Checkpoint> loaded = new HashMap<>();
        keys.forEach(key -> Optional.ofNullable(checkpoints.get(new Id(identity, key)))
                .ifPresent(checkpoint -> loaded.put(key.partition(), checkpoint)));
        return loaded;
    }

    @Override
    public void save(Map<CheckpointKey, Checkpoint> more) {
        requireReachable();
        more.forEach((key, checkpoint) -> checkpoints.put(new Id(identity, key), checkpoint));
    }

    private void requireReachable() {
        if (!reachable) {
            throw new ClusterUnavailableException("away", null);
        }
    }
}
