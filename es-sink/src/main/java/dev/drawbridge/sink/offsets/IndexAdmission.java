package dev.drawbridge.sink.offsets;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the sink may write to an index: only if it is known what the index has seen. An index without a record must hold
 * no document, which is recorded before the first one is written: a restored index, or one that something else has filled, may hold
 * documents whose erasure is no longer in the topic. An index of which a shard is not available is asked again every now and then.
 * For one thread.
 */
final class IndexAdmission {

    private static final Logger LOG = LoggerFactory.getLogger(IndexAdmission.class);

    /** Milliseconds between two questions to an index that misses a shard; one is a search for a single document. */
    private static final long CHECK_INTERVAL = 1_000;

    private static final long WARNING_INTERVAL = 60_000;

    private final CheckpointStore store;
    private final Map<String, String> adoptions;
    private final Map<String, Integer> admitted = new HashMap<>();
    private final Map<String, Unavailability> unavailable = new HashMap<>();

    private record Unavailability(long nextCheck, long nextWarning) {}

    /** @param adoptions token by index, as an operator has set them */
    IndexAdmission(CheckpointStore store, Map<String, String> adoptions) {
        this.store = store;
        this.adoptions = Map.copyOf(adoptions);
    }

    /**
     * The generation under which checkpoints of {@code index} are kept.
     *
     * @param now the wall's clock, in milliseconds
     * @return empty if it cannot be known yet, because a shard of the index is not available
     * @throws ConnectException when it is not known what the index has seen
     */
    OptionalInt generation(String index, long now) {
        @Nullable Integer known = admitted.get(index);
        if (known != null) {
            return OptionalInt.of(known);
        }
        @Nullable Unavailability last = unavailable.get(index);
        if (last != null && now < last.nextCheck) {
            return OptionalInt.empty();
        }
        OptionalInt generation = admit(index);
        if (generation.isEmpty()) {
            unavailable.put(index, unavailable(index, last, now));
        } else {
            unavailable.remove(index);
            admitted.put(index, generation.getAsInt());
        }
        return generation;
    }

    /** The generation of an index that has been admitted. */
    int admitted(String index) {
        return requireNonNull(admitted.get(index));
    }

    /** Whether an index is to be asked again. */
    boolean isDue(Collection<String> indices, long now) {
        return indices.stream().anyMatch(index -> Optional.ofNullable(unavailable.get(index))
                .filter(each -> now >= each.nextCheck)
                .isPresent());
    }

    private static Unavailability unavailable(String index, @Nullable Unavailability last, long now) {
        if (last != null && now < last.nextWarning) {
            return new Unavailability(now + CHECK_INTERVAL, last.nextWarning);
        }
        LOG.warn(
                "Index {} has no checkpoint record, and a shard of it is not available, so it cannot be checked whether it is"
                        + " empty. The partitions that feed it wait; others go on. Restore the shard, or name another index",
                index);
        return new Unavailability(now + CHECK_INTERVAL, now + WARNING_INTERVAL);
    }

    private OptionalInt admit(String index) {
        OptionalInt recorded = store.generation(index);
        int next = next(recorded);
        if (token(index, next).equals(adoptions.get(index))) {
            LOG.info("Index {} is adopted: its topics are read from the beginning", index);
            return OptionalInt.of(record(index, next));
        }
        if (recorded.isPresent()) {
            return recorded;
        }
        return switch (store.content(index)) {
            case EMPTY -> OptionalInt.of(record(index, 0));
            case UNKNOWN -> OptionalInt.empty();
            // Another task may have begun meanwhile.
            case DOCUMENTS -> OptionalInt.of(store.generation(index).orElseThrow(() -> unknown(index, next)));
        };
    }

    private int record(String index, int generation) {
        store.saveGeneration(index, generation);
        return store.generation(index).orElseThrow(() -> unknown(index, generation + 1));
    }

    /** Each adoption has a number, so that an option left in place applies to no later restore or recreation. */
    private static int next(OptionalInt recorded) {
        return recorded.orElse(0) + 1;
    }

    private String token(String index, int generation) {
        return store.identity(index) + "-" + generation;
    }

    /** What an operator has to set to have {@code index} adopted as it is. */
    String adoption(String index) {
        return "index.adopt=" + index + "@" + token(index, next(store.generation(index)));
    }

    private ConnectException unknown(String index, int next) {
        return new ConnectException(
                "Cannot write to index " + index + ": it holds documents, but checkpoint.index does not know what it"
                        + " has seen of its topics, as after a restore; documents whose erasure is no longer in the topic would stay."
                        + " Rebuild it: name a new, empty index in topic.to.external.resource.mapping, then move the alias. If nothing was"
                        + " erased since it was filled, set index.adopt=" + index + "@" + token(index, next)
                        + ", and its topics are read from the beginning");
    }
}
