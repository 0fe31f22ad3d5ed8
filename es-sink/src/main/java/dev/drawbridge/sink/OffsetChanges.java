package dev.drawbridge.sink;

import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.elastic.CheckpointIndex;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.IndexIdentity;
import dev.drawbridge.sink.elastic.TargetIndex;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.offsets.Checkpoint;
import dev.drawbridge.sink.offsets.CheckpointKey;
import dev.drawbridge.sink.offsets.OffsetReset;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses to move offsets past what an index has seen: the sink would go back there, and never skip what is between. */
final class OffsetChanges {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetChanges.class);

    private final Elasticsearch elasticsearch;
    private final CheckpointIndex checkpoints;
    private final Map<String, IndexIdentity> identities = new HashMap<>();
    private final boolean backfills;

    private OffsetChanges(Elasticsearch elasticsearch, ElasticsearchSinkConfig config, OffsetReset reset) {
        this.elasticsearch = elasticsearch;
        this.checkpoints =
                new CheckpointIndex(elasticsearch, config.checkpointIndex(), config.indexByTopic(), identities::get);
        this.backfills = reset.backfills();
    }

    /**
     * Checks offsets that an operator wants to set.
     *
     * @param offsets null for those that are reset
     * @throws ConnectException when one is beyond its checkpoint, or that cannot be known
     */
    static void check(Map<String, String> properties, Map<TopicPartition, Long> offsets) {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(properties);
        try (Elasticsearch elasticsearch = new Elasticsearch(config.connection().withShortTimeouts())) {
            OffsetChanges changes = new OffsetChanges(elasticsearch, config, RunningSink.reset(properties));
            offsets.forEach((partition, offset) -> {
                if (offset != null && offset > 0) {
                    changes.require(partition, offset);
                }
            });
        } catch (ClusterUnavailableException e) {
            throw new ConnectException(
                    "Cannot tell whether the offsets are beyond what the indices have seen: " + e.getMessage()
                            + ". Try again once Elasticsearch answers; resetting all offsets is possible meanwhile",
                    e);
        } catch (IOException e) {
            LOG.debug("Closing the connections of a check failed", e);
        }
    }

    private void require(TopicPartition partition, long offset) {
        Optional<String> index = checkpoints.index(partition.topic());
        if (index.isEmpty()) {
            return;
        }
        Optional<Checkpoint> checkpoint = checkpoint(partition, index.get());
        if (checkpoint.isPresent() && offset > checkpoint.get().position()) {
            throw new ConnectException("Cannot move " + partition + " to offset " + offset + ": index " + index.get()
                    + " has seen it only up to " + checkpoint.get().position()
                    + ", and would lack what is between. Set that offset or a lower one, or reset the offsets");
        }
        if (checkpoint.isEmpty() && backfills) {
            throw new ConnectException("Cannot move " + partition + " to offset " + offset + ": index " + index.get()
                    + " has seen nothing of it, and is filled from the beginning. Reset the offsets instead");
        }
    }

    private Optional<Checkpoint> checkpoint(TopicPartition partition, String index) {
        Optional<IndexIdentity> identity = new TargetIndex(elasticsearch, index).identity();
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        identities.put(index, identity.get());
        return checkpoints.generation(index).stream()
                .mapToObj(generation -> checkpoints.load(List.of(new CheckpointKey(partition, generation))))
                .findFirst()
                .map(found -> found.get(partition));
    }
}
