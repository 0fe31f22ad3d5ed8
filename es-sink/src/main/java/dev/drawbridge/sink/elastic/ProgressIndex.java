package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.drawbridge.sink.bulk.BulkItemOutcome;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.progress.Progress;
import dev.drawbridge.sink.progress.ProgressStore;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Progress as documents of an index of its own, one for each partition and index written to. Their ids hold the UUID of that
 * index: one that is made anew, under the same name perhaps, begins anew. For one thread.
 */
public final class ProgressIndex implements ProgressStore {

    private static final JsonFactory JSON = new JsonFactory();
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
        if (byId.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Progress> loaded = new HashMap<>();
        stored(byId.keySet()).forEach((id, progress) -> {
            TopicPartition partition = byId.get(id);
            if (partition != null) {
                loaded.put(partition, progress);
            }
        });
        return loaded;
    }

    private Map<String, Progress> stored(Collection<String> ids) {
        String path = "/" + name + "/_mget";
        String question = json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("ids");
            for (String id : ids) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return elasticsearch.call(
                "POST", path, Map.of(), TargetIndex.AS_JSON, Elasticsearch.body(question), (status, body) -> {
                    Elasticsearch.requireSuccess("POST " + path, status);
                    return ProgressReply.parse(body, ids.size());
                });
    }

    @Override
    public void save(Map<TopicPartition, Progress> progress) {
        requirePresent();
        List<String> lines = new ArrayList<>();
        progress.forEach((partition, each) -> id(partition).ifPresent(id -> {
            lines.add(operation(id));
            lines.add(document(partition, each));
        }));
        if (!lines.isEmpty()) {
            String body = String.join("\n", lines) + "\n";
            ByteBuffer ndjson = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
            elasticsearch.send(ndjson, lines.size() / 2).forEach(this::requireStored);
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
        return Optional.ofNullable(indexByTopic.get(topic))
                .map(index -> uuidByTopic.computeIfAbsent(topic, missing -> uuid(index)) + "/" + partition);
    }

    private String uuid(String index) {
        return new TargetIndex(elasticsearch, index)
                .uuid()
                .orElseThrow(() -> new ClusterUnavailableException("Elasticsearch knows no UUID of " + index, null));
    }

    private String operation(String id) {
        return json(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("index");
            json.writeStringField("_index", name);
            json.writeStringField("_id", id);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private String document(TopicPartition partition, Progress progress) {
        return json(json -> {
            json.writeStartObject();
            json.writeStringField("index", indexByTopic.get(partition.topic()));
            json.writeStringField("topic", partition.topic());
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("position", progress.position());
            json.writeNumberField("seenUntil", progress.seenUntil());
            json.writeNumberField("idleAt", progress.idleAt());
            json.writeEndObject();
        });
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
