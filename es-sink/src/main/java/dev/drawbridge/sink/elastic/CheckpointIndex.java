package dev.drawbridge.sink.elastic;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.BulkItemOutcome;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RefusedException;
import dev.drawbridge.sink.offsets.Checkpoint;
import dev.drawbridge.sink.offsets.CheckpointKey;
import dev.drawbridge.sink.offsets.CheckpointStore;
import dev.drawbridge.sink.offsets.IndexContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Checkpoints as documents of an index of their own, one for each partition and index written to, and one record for each of those
 * indices. Their ids hold the identity of that index: one that is created again, under the same name perhaps, begins again. For one
 * thread.
 */
public final class CheckpointIndex implements CheckpointStore {

    private static final String DEFINITION = """
            {"settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
             "mappings": {"dynamic": "strict", "properties": {
              "index": {"type": "keyword"}, "generation": {"type": "integer"},
              "topic": {"type": "keyword"}, "partition": {"type": "integer"}, "position": {"type": "long"},
              "seenUntil": {"type": "date"}, "idleAt": {"type": "date"},
              "lastOffset": {"type": "long"}, "lastTimestamp": {"type": "date"}, "maxTimestamp": {"type": "date"}}}}""";

    /** What the role needs on the index, as it is granted. */
    public static final String PRIVILEGES = "create_index, indices:data/write/bulk*, indices:data/write/index*,"
            + " indices:data/read/mget* and view_index_metadata";

    private static final String REMEDY =
            " keeps what the sink's indices have seen of its topics: give its role the privileges " + PRIVILEGES
                    + " on it";

    private static final int VERSION_CONFLICT = 409;

    private final Elasticsearch elasticsearch;
    private final String name;
    private final Map<String, String> indexByTopic;
    private final Function<String, IndexIdentity> identities;
    private boolean present;

    /**
     * @param name of the index to keep checkpoints in, which is created when it is missing
     * @param identities the identity by which the task knows each of its indices
     */
    public CheckpointIndex(
            Elasticsearch elasticsearch,
            String name,
            Map<String, String> indexByTopic,
            Function<String, IndexIdentity> identities) {
        this.elasticsearch = elasticsearch;
        this.name = name;
        this.indexByTopic = Map.copyOf(indexByTopic);
        this.identities = identities;
    }

    @Override
    public Optional<String> index(String topic) {
        return Optional.ofNullable(indexByTopic.get(topic));
    }

    @Override
    public String identity(String index) {
        return identities.apply(index).toString();
    }

    @Override
    public OptionalInt generation(String index) {
        String id = identity(index);
        List<Integer> found = find(List.of(id), fields -> CheckpointDocument.generation(fields)).values().stream()
                .toList();
        return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get(0));
    }

    @Override
    public IndexContent content(String index) {
        IndexIdentity before = identities.apply(index);
        TargetIndex target = new TargetIndex(elasticsearch, index);
        IndexContent content = target.content();
        if (!target.identity().equals(Optional.of(before))) {
            throw new ConnectException(
                    "Index " + index + " was recreated or restored while the task started; restart the task");
        }
        return content;
    }

    @Override
    public void saveGeneration(String index, int generation) {
        requirePresent();
        BulkItemResult result = send(CheckpointDocument.record(name, identity(index), index, generation), 1)
                .get(0);
        if (result.status() != VERSION_CONFLICT) {
            requireStored(result);
        }
    }

    @Override
    public Map<TopicPartition, Checkpoint> load(Collection<CheckpointKey> keys) {
        Map<String, TopicPartition> byId = new HashMap<>();
        keys.forEach(key -> byId.put(id(key), key.partition()));
        Map<TopicPartition, Checkpoint> loaded = new HashMap<>();
        find(byId.keySet(), CheckpointDocument::checkpoint)
                .forEach((id, checkpoint) -> loaded.put(requireNonNull(byId.get(id)), checkpoint));
        return loaded;
    }

    private <T> Map<String, T> find(Collection<String> ids, Reading<T> reading) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        requirePresent();
        String path = "/" + name + "/_mget";
        String question = CheckpointDocument.question(ids);
        return elasticsearch.call(
                "POST", path, Map.of(), TargetIndex.AS_JSON, Elasticsearch.body(question), (status, body) -> {
                    Elasticsearch.requireSuccess("POST " + path, status);
                    Map<String, T> found = new HashMap<>();
                    for (var each : CheckpointReply.parse(body, ids.size()).entrySet()) {
                        found.put(each.getKey(), reading.of(each.getValue()));
                    }
                    return found;
                });
    }

    private interface Reading<T> {
        T of(Map<String, Long> fields) throws IOException;
    }

    @Override
    public void save(Map<CheckpointKey, Checkpoint> checkpoints) {
        requirePresent();
        String body = checkpoints.entrySet().stream()
                .map(each -> document(each.getKey(), each.getValue()))
                .collect(Collectors.joining());
        send(body, checkpoints.size()).forEach(this::requireStored);
    }

    private String document(CheckpointKey key, Checkpoint checkpoint) {
        return CheckpointDocument.checkpoint(name, id(key), index(key), key.partition(), checkpoint);
    }

    private List<BulkItemResult> send(String ndjson, int operations) {
        return elasticsearch.send(ByteBuffer.wrap(ndjson.getBytes(StandardCharsets.UTF_8)), operations);
    }

    private void requireStored(BulkItemResult result) {
        int status = result.status();
        if (BulkItemOutcome.isTemporary(status)) {
            throw new ClusterUnavailableException("Elasticsearch answered " + result + " to writing to " + name, null);
        }
        if (status / 100 != 2) {
            throw new RefusedException(
                    status, "Elasticsearch answered " + result + " to writing to " + name + "; " + name + REMEDY);
        }
    }

    private void requirePresent() {
        if (!present) {
            TargetIndex index = new TargetIndex(elasticsearch, name);
            try {
                switch (index.state()) {
                    case MISSING -> index.create(DEFINITION);
                    case ALIAS, DATA_STREAM ->
                        throw new ConnectException(
                                name
                                        + " is an alias or a data stream; name an index of its own in checkpoint.index, or one that is missing");
                    case PRESENT -> {}
                }
            } catch (RefusedException e) {
                throw new RefusedException(e.status(), e.getMessage() + "; " + name + REMEDY);
            }
            present = true;
        }
    }

    private String id(CheckpointKey key) {
        return identity(index(key)) + "/" + key.generation() + "/" + key.partition();
    }

    private String index(CheckpointKey key) {
        return requireNonNull(indexByTopic.get(key.partition().topic()));
    }
}
