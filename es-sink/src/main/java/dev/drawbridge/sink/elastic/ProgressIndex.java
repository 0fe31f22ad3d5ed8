package dev.drawbridge.sink.elastic;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.BulkItemOutcome;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.progress.Namesake;
import dev.drawbridge.sink.progress.Progress;
import dev.drawbridge.sink.progress.ProgressStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Progress as documents of an index of its own, two for each partition and index written to. The id of one holds the UUID of that
 * index: one that is made anew, under the same name perhaps, begins anew. The other goes by the name, and tells so. For one
 * thread.
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

    private static final String REMEDY = " keeps what the sink has seen of its topics: give its role the privileges "
            + PRIVILEGES + " on it, or set max.stop.ms=-1 if no topic is compacted";

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
    public Map<TopicPartition, Progress> load(Collection<TopicPartition> partitions) {
        requirePresent();
        Map<String, TopicPartition> byId = new HashMap<>();
        partitions.forEach(partition -> id(partition).ifPresent(id -> byId.put(id, partition)));
        Map<TopicPartition, Progress> loaded = new HashMap<>();
        stored(byId.keySet()).forEach((id, progress) -> loaded.put(requireNonNull(byId.get(id)), progress));
        return loaded;
    }

    @Override
    public Map<TopicPartition, Namesake> namesakes(Collection<TopicPartition> partitions) {
        requirePresent();
        Map<String, TopicPartition> byId = new HashMap<>();
        partitions.forEach(partition -> idByName(partition).ifPresent(id -> byId.put(id, partition)));
        Map<TopicPartition, Namesake> found = new HashMap<>();
        stored(byId.keySet()).forEach((id, progress) -> {
            TopicPartition partition = requireNonNull(byId.get(id));
            String note = "/" + name + "/_doc/" + id.replace("/", "%2F");
            found.put(partition, new Namesake(index(partition).orElseThrow(), progress.position(), note));
        });
        return found;
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
        requirePresent();
        List<ProgressNote> notes = new ArrayList<>();
        progress.forEach((partition, each) -> index(partition).ifPresent(index -> {
            notes.add(new ProgressNote(id(partition).orElseThrow(), index, partition, each));
            notes.add(new ProgressNote(idByName(partition).orElseThrow(), index, partition, each.lastSeen()));
        }));
        if (!notes.isEmpty()) {
            String body = notes.stream().map(note -> note.asBulk(name)).collect(Collectors.joining());
            ByteBuffer ndjson = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
            elasticsearch.send(ndjson, notes.size()).forEach(this::requireStored);
        }
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
        TargetIndex index = new TargetIndex(elasticsearch, name);
        if (!present) {
            try {
                if (index.state() == TargetIndex.IndexState.MISSING) {
                    index.create(DEFINITION);
                }
            } catch (RefusedException e) {
                throw new RefusedException(e.status(), e.getMessage() + "; " + name + REMEDY);
            }
            present = true;
        }
    }

    private Optional<String> id(TopicPartition partition) {
        String topic = partition.topic();
        return index(partition)
                .map(index -> uuidByTopic.computeIfAbsent(topic, missing -> uuid(index)) + "/" + partition);
    }

    /** Of one length for any name, as ids are limited. */
    private Optional<String> idByName(TopicPartition partition) {
        return index(partition)
                .map(index -> UUID.nameUUIDFromBytes(index.getBytes(StandardCharsets.UTF_8)) + "/" + partition);
    }

    private Optional<String> index(TopicPartition partition) {
        return Optional.ofNullable(indexByTopic.get(partition.topic()));
    }

    private String uuid(String index) {
        return new TargetIndex(elasticsearch, index)
                .uuid()
                .orElseThrow(() -> new ClusterUnavailableException("Elasticsearch knows no UUID of " + index, null));
    }
}
