package dev.drawbridge.sink.bulk;

import static dev.drawbridge.sink.Records.INDEX;
import static dev.drawbridge.sink.Records.TOPIC;
import static dev.drawbridge.sink.Records.VERSION_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.sink.SinkRecord;

/** Against a model of external_gte, not as a proof of what Elasticsearch does: that is for the tests with a real server. */
class FencePropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DocumentReader READER = new DocumentReader(Map.of(TOPIC, INDEX), VERSION_HEADER, true);

    @Property(tries = 1_000)
    void replayingDuplicatingAndReorderingALogGivesTheSameDocuments(@ForAll long seed) {
        Random random = new Random(seed);
        List<SinkRecord> log = log(random);
        Map<String, String> expected = newestById(log);

        List<SinkRecord> delivered = new ArrayList<>(log);
        for (int i = random.nextInt(log.size()); i > 0; i--) {
            delivered.add(log.get(random.nextInt(log.size())));
        }
        Collections.shuffle(delivered, random);

        Model model = new Model(random);
        Settled settled = new Settled();
        BulkWriter writer =
                new BulkWriter(model, settled, new Backoff(3, 1, random, new FakeTime()), 1 + random.nextInt(5), 400);
        for (int from = 0; from < delivered.size(); ) {
            int to = Math.min(delivered.size(), from + 1 + random.nextInt(8));
            deliver(writer, settled, delivered.subList(from, to));
            from = to;
        }

        assertThat(model.sources()).isEqualTo(expected);
        assertThat(settled.records).containsAll(log);
    }

    /** As Connect does: the same batch again until put returns; what is settled is left out. */
    private static void deliver(BulkWriter writer, Settled settled, List<SinkRecord> batch) {
        boolean again = true;
        while (again) {
            again = false;
            try {
                writer.write(batch.stream()
                        .filter(record -> !settled.records.contains(record))
                        .map(READER::read)
                        .toList());
            } catch (ClusterUnavailableException e) {
                again = true;
            }
        }
    }

    private static List<SinkRecord> log(Random random) {
        List<SinkRecord> log = new ArrayList<>();
        Map<String, Long> versions = new HashMap<>();
        int length = 1 + random.nextInt(40);
        for (long offset = 0; offset < length; offset++) {
            String id = "o-" + random.nextInt(5);
            long version = versions.merge(id, 1L, Long::sum);
            log.add(random.nextInt(6) == 0 ? Records.erasure(offset, id, version) : Records.event(offset, id, version));
        }
        return log;
    }

    private static Map<String, String> newestById(List<SinkRecord> log) {
        Map<String, String> sources = new HashMap<>();
        for (SinkRecord record : log) {
            Document document = READER.read(record);
            sources.put(document.id(), UTF_8.decode(document.source()).toString());
        }
        return sources;
    }

    private static final class Settled implements BulkListener {
        final Set<SinkRecord> records = new HashSet<>();

        @Override
        public void indexed(Document document) {
            records.add(document.origin());
        }

        @Override
        public void alreadyNewer(Document document) {
            records.add(document.origin());
        }

        @Override
        public void conflated(Document document) {
            records.add(document.origin());
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            throw new AssertionError(document + " rejected: " + result);
        }

        @Override
        public void retried() {}
    }

    /** Keeps a document if its version is not lower; sometimes overloaded, sometimes the answer is lost on its way. */
    private static final class Model implements BulkTransport {

        private record Stored(long version, String source) {}

        private final Map<String, Stored> documents = new HashMap<>();
        private final Random random;

        Model(Random random) {
            this.random = random;
        }

        @Override
        public List<BulkItemResult> send(ByteBuffer ndjson, int operations) {
            if (random.nextInt(10) == 0) {
                throw new ClusterUnavailableException("connection refused", null);
            }
            List<String> lines = UTF_8.decode(ndjson).toString().lines().toList();
            assertThat(lines).hasSize(2 * operations);
            List<BulkItemResult> results = new ArrayList<>();
            for (int i = 0; i < lines.size(); i += 2) {
                results.add(apply(action(lines.get(i)), lines.get(i + 1)));
            }
            if (random.nextInt(10) == 0) {
                throw new ClusterUnavailableException("connection reset", null);
            }
            return results;
        }

        private BulkItemResult apply(JsonNode index, String source) {
            assertThat(index.get("version_type").asText()).isEqualTo("external_gte");
            if (random.nextInt(10) == 0) {
                return new BulkItemResult(429, "es_rejected_execution_exception", null);
            }
            long version = index.get("version").asLong();
            Stored known = documents.get(index.get("_id").asText());
            if (known != null && known.version() > version) {
                return new BulkItemResult(409, "version_conflict_engine_exception", null);
            }
            documents.put(index.get("_id").asText(), new Stored(version, source));
            return new BulkItemResult(known == null ? 201 : 200, null, null);
        }

        private static JsonNode action(String line) {
            try {
                return JSON.readTree(line).get("index");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Map<String, String> sources() {
            Map<String, String> sources = new HashMap<>();
            documents.forEach((id, stored) -> sources.put(id, stored.source()));
            return sources;
        }
    }
}
