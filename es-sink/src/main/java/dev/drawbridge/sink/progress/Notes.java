package dev.drawbridge.sink.progress;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What of the progress that is known can be stored: what is settled, once a minute and at the end. For one thread. */
final class Notes {

    static final long SAVE_EVERY_MS = 60_000;

    private final ProgressStore store;
    /** What is true once all that was delivered until then is settled. */
    private Map<TopicPartition, Progress> unsaved = new HashMap<>();

    private final Map<TopicPartition, Progress> stored = new HashMap<>();
    private Map<TopicPartition, OffsetAndMetadata> settled = Map.of();
    private long savedAt;

    Notes(ProgressStore store) {
        this.store = store;
    }

    /** Notes that {@code progress} is stored. */
    void stored(Map<TopicPartition, Progress> progress) {
        stored.putAll(progress);
    }

    /**
     * Notes that {@code offsets} are settled.
     *
     * @return what is to be saved now, of what was {@code known} a minute ago; empty if it is not time yet
     */
    Optional<Map<TopicPartition, Progress>> due(
            Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, Progress> known, long now) {
        settled = Map.copyOf(offsets);
        if (now - savedAt < SAVE_EVERY_MS) {
            return Optional.empty();
        }
        savedAt = now;
        Map<TopicPartition, Progress> due = new HashMap<>(unsaved);
        due.entrySet().removeIf(each -> !isSettled(each.getKey(), each.getValue()));
        unsaved = new HashMap<>(known);
        return Optional.of(due);
    }

    /** The most that can be said of {@code partition} at its end. */
    Optional<Progress> last(TopicPartition partition, Map<TopicPartition, Progress> known) {
        return Stream.of(known, unsaved, stored)
                .map(each -> each.get(partition))
                .filter(progress -> progress != null && isSettled(partition, progress))
                .map(progress ->
                        progress.upTo(requireNonNull(settled.get(partition)).offset()))
                .findFirst();
    }

    /** Throws as {@link ProgressStore#save} does. */
    void save(Map<TopicPartition, Progress> progress) {
        if (!progress.isEmpty()) {
            store.save(progress);
            stored.putAll(progress);
        }
    }

    void close(Collection<TopicPartition> partitions) {
        unsaved.keySet().removeAll(partitions);
        stored.keySet().removeAll(partitions);
    }

    private boolean isSettled(TopicPartition partition, Progress progress) {
        @Nullable OffsetAndMetadata offset = settled.get(partition);
        return offset != null && offset.offset() >= progress.position();
    }
}
