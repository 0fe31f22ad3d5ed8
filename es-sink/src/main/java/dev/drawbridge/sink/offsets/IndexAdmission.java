package dev.drawbridge.sink.offsets;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the sink may write to an index: only if it is known what the index has seen. An index without a record must hold
 * no document, which is recorded before the first one is written: a restored index, or one that something else has filled, may hold
 * documents whose erasure is no longer in the topic. For one thread.
 */
final class IndexAdmission {

    private static final Logger LOG = LoggerFactory.getLogger(IndexAdmission.class);

    private final CheckpointStore store;
    private final Map<String, String> adoptions;
    private final Map<String, Integer> admitted = new HashMap<>();

    /** @param adoptions token by index, as an operator has set them */
    IndexAdmission(CheckpointStore store, Map<String, String> adoptions) {
        this.store = store;
        this.adoptions = Map.copyOf(adoptions);
    }

    /**
     * The generation under which checkpoints of {@code index} are kept.
     *
     * @throws ConnectException when it is not known what the index has seen
     */
    int generation(String index) {
        return Optional.ofNullable(admitted.get(index)).orElseGet(() -> {
            int generation = admit(index);
            admitted.put(index, generation);
            return generation;
        });
    }

    private int admit(String index) {
        OptionalInt recorded = store.generation(index);
        int next = next(recorded);
        if (token(index, next).equals(adoptions.get(index))) {
            LOG.info("Index {} is adopted: its topics are read from the beginning", index);
            return record(index, next);
        }
        if (recorded.isPresent()) {
            return recorded.getAsInt();
        }
        if (store.isEmpty(index)) {
            return record(index, 0);
        }
        // Another task may have begun meanwhile.
        return store.generation(index).orElseThrow(() -> unknown(index, next));
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
