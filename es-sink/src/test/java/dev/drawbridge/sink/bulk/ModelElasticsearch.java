package dev.drawbridge.sink.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RequestTooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A model of external_gte, not of Elasticsearch: keeps a document if its version is not lower. It is sometimes unreachable,
 * overloaded, or its answer is lost on its way; and it never sees one id in two requests at once, or fails the test.
 */
final class ModelElasticsearch implements BulkTransport {

    record Stored(long version, String source) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As id@version: these never fit. */
    final Set<String> poison = new HashSet<>();

    /** How long each request takes: time for another to come in between. */
    long thinkNanos;

    private final Map<String, Stored> documents = new HashMap<>();
    private final Set<String> beingSent = new HashSet<>();
    private final Random random;
    private AssertionError broken;

    ModelElasticsearch(Random random) {
        this.random = random;
    }

    @Override
    public List<BulkItemResult> send(ByteBuffer ndjson, int operations, boolean shardsAreMissing) {
        List<String> lines = UTF_8.decode(ndjson).toString().lines().toList();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            ids.add(action(lines.get(i)).get("_id").asText());
        }
        enter(ids, operations);
        try {
            LockSupport.parkNanos(thinkNanos);
            return answer(lines);
        } finally {
            leave(ids);
        }
    }

    private synchronized void enter(List<String> ids, int operations) {
        try {
            assertThat(ids).hasSize(operations).doesNotHaveDuplicates().noneMatch(beingSent::contains);
        } catch (AssertionError e) {
            broken = e;
            throw e;
        }
        beingSent.addAll(ids);
    }

    private synchronized void leave(List<String> ids) {
        ids.forEach(beingSent::remove);
    }

    private synchronized List<BulkItemResult> answer(List<String> lines) {
        if (random.nextInt(10) == 0) {
            throw random.nextBoolean()
                    ? ClusterUnavailableException.overloaded("429")
                    : new ClusterUnavailableException("connection refused", null);
        }
        if (lines.size() > 2 && random.nextInt(20) == 0) {
            throw new RequestTooLargeException("413");
        }
        List<BulkItemResult> results = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            results.add(apply(action(lines.get(i)), lines.get(i + 1)));
        }
        if (random.nextInt(10) == 0) {
            throw new ClusterUnavailableException("connection reset after the work was done", null);
        }
        return results;
    }

    private BulkItemResult apply(JsonNode index, String source) {
        assertThat(index.get("version_type").asText()).isEqualTo("external_gte");
        String id = index.get("_id").asText();
        long version = index.get("version").asLong();
        if (random.nextInt(10) == 0) {
            return new BulkItemResult(429, "es_rejected_execution_exception", null);
        }
        if (poison.contains(id + "@" + version)) {
            return new BulkItemResult(400, "document_parsing_exception", null);
        }
        Stored known = documents.get(id);
        if (known != null && known.version() > version) {
            return new BulkItemResult(409, "version_conflict_engine_exception", null);
        }
        documents.put(id, new Stored(version, source));
        return new BulkItemResult(known == null ? 201 : 200, null, null);
    }

    private static JsonNode action(String line) {
        try {
            return JSON.readTree(line).get("index");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized long version(String id) {
        return documents.containsKey(id) ? documents.get(id).version() : 0;
    }

    synchronized Map<String, String> sources() {
        if (broken != null) {
            throw broken;
        }
        Map<String, String> sources = new HashMap<>();
        documents.forEach((id, stored) -> sources.put(id, stored.source()));
        return sources;
    }
}
