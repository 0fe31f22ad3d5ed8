package dev.drawbridge.sink.elastic;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.BulkItemOutcome;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.progress.Progress;
import dev.drawbridge.sink.progress.ProgressStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Progress as documents of an index of its own, one for each partition and index written to, and one more where it was read
 * again from the beginning. Their ids hold the UUID of that index: one that is made anew, under the same name perhaps, begins
 * anew. For one thread.
 */
public final class ProgressIndex implements ProgressStore {

    private static final String DEFINITION = """
            {"settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
             "mappings": {"dynamic": "strict", "properties": {
              "index": {"type": "keyword"}, "topic": {"type": "keyword"}, "partition": {"type": "integer"},
              "position": {"type": "long"}, "seenUntil": {"type": "date"}, "idleAt": {"type": "date"}}}}""";

    /** What the role needs on the index, as it is granted. */
    public static final String PRIVILEGES = "create_index, indices:data/write/bulk*, indices:data/write/index*,"
            + " indices:data/read/mget* and view_index_metadata";

    private static final String REMEDY =
            " keeps what the sink has seen of its topics: give its role the privileges " + PRIVILEGES + " on it";

    private static final String REPLAY = "/replay";

    private final Elasticsearch elasticsearch;
    private final String name;
    private final Map<String, String> indexByTopic;
    private final Map<String, String> uuidByTopic = new HashMap<>();
    private boolean present;

    /** @param name of the index, which is created when it is missing */
    public ProgressIndex(Elasticsearch elasticsearch, String name, Map<String, String> indexByTopic) {
        this.elasticsearch = elasticsearch;
        this.name = name;
        this.indexByTopic = Map.copyOf(indexByTopic);
    }

    @Override
    public boolean keeps(TopicPartition partition) {
        return indexByTopic.containsKey(partition.topic());
    }

    @Override
    public Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions) {
        return load(partitions, "");
    }

    @Override
    public Map<TopicPartition, Long> replays(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> replays = new HashMap<>();
        load(partitions, REPLAY).forEach((partition, progress) -> replays.put(partition, progress.position()));
        return replays;
    }

    private Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions, String kind) {
        requirePresent();
        Map<String, TopicPartition> byId = new HashMap<>();
        partitions.forEach(partition -> byId.put(id(partition) + kind, partition));
        Map<TopicPartition, Progress> loaded = new HashMap<>();
        stored(byId.keySet()).forEach((id, progress) -> loaded.put(requireNonNull(byId.get(id)), progress));
        return loaded;
    }

    private Map<String, Progress> stored(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        String path = "/" + name + "/_mget";
        String question = ProgressNote.question(ids);
        return elasticsearch.call(
                "POST", path, Map.of(), TargetIndex.AS_JSON, Elasticsearch.body(question), (status, body) -> {
                    Elasticsearch.requireSuccess("POST " + path, status);
                    return ProgressReply.parse(body, ids.size());
                });
    }

    @Override
    public void save(Map<TopicPartition, Progress> progress) {
        save(progress, "");
    }

    @Override
    public void saveReplays(Map<TopicPartition, Long> from) {
        Map<TopicPartition, Progress> positions = new HashMap<>();
        from.forEach((partition, offset) -> positions.put(partition, new Progress(offset, 0, 0)));
        save(positions, REPLAY);
    }

    private void save(Map<TopicPartition, Progress> progress, String kind) {
        if (progress.isEmpty()) {
            return;
        }
        requirePresent();
        String body = progress.entrySet().stream()
                .map(each -> note(each.getKey(), kind, each.getValue()).asBulk(name))
                .collect(Collectors.joining());
        ByteBuffer ndjson = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        elasticsearch.send(ndjson, progress.size()).forEach(this::requireStored);
    }

    private ProgressNote note(TopicPartition partition, String kind, Progress progress) {
        return new ProgressNote(id(partition) + kind, index(partition), partition, progress);
    }

    private void requireStored(BulkItemResult result) {
        int status = result.status();
        if (BulkItemOutcome.isTemporary(status)) {
            throw new ClusterUnavailableException("Elasticsearch answered " + result + " to writing to " + name, null);
        }
        if (status / 100 != 2) {
            present &= status != 404; // removed meanwhile: to be made again
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
                                        + " is an alias or a data stream; name an index of its own in progress.index, or one that is missing");
                    case PRESENT -> {}
                }
            } catch (RefusedException e) {
                throw new RefusedException(e.status(), e.getMessage() + "; " + name + REMEDY);
            }
            present = true;
        }
    }

    private String id(TopicPartition partition) {
        String uuid = uuidByTopic.computeIfAbsent(partition.topic(), missing -> uuid(index(partition)));
        return uuid + "/" + partition;
    }

    private String index(TopicPartition partition) {
        return requireNonNull(indexByTopic.get(partition.topic()));
    }

    private String uuid(String index) {
        return new TargetIndex(elasticsearch, index)
                .uuid()
                .orElseThrow(() -> new ConnectException("Index " + index + " is gone; create it with its mapping or"
                        + " restore it, then restart the task: a new one is filled from the beginning of the topic"));
    }
}
