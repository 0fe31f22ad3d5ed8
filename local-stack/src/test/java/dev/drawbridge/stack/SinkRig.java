package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** A topic, an index and a sink of their own on the suite's stack, and what the topic says that the index must hold. */
final class SinkRig implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final TestStack stack;
    private final String name;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    SinkRig(TestStack stack, String name, Map<String, Object> indexSettings) throws Exception {
        this.stack = stack;
        this.name = name;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.stack.broker.bootstrap(), "linger.ms", 1),
                new StringSerializer(),
                new ByteArraySerializer());
        try (Admin admin = stack.stack.broker.admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topic(), Optional.of(PARTITIONS), Optional.empty()),
                            new NewTopic(deadLetters(), Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        createIndex(index(), indexSettings);
    }

    /** @param index whose documents are not what {@link #document} shows, unless it is the rig's own */
    void createIndex(String index, Map<String, Object> indexSettings) throws Exception {
        ObjectNode definition = TestStack.JSON.createObjectNode();
        definition.set("settings", TestStack.JSON.valueToTree(indexSettings));
        ObjectNode mappings = definition.putObject("mappings").put("dynamic", false);
        ObjectNode properties = mappings.putObject("properties");
        properties.putObject("id").put("type", "keyword");
        properties.putObject("version").put("type", "long");
        properties.putObject("erased").put("type", "boolean");
        require(200, stack.elasticsearch("admin", "PUT", "/" + index, definition.toString()));
    }

    /** Deletes the topic and creates it again, under the same name. */
    void recreateTopic() throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            admin.deleteTopics(List.of(topic())).all().get();
            await().ignoreExceptions().until(() -> {
                admin.createTopics(List.of(new NewTopic(topic(), Optional.of(PARTITIONS), Optional.empty())))
                        .all()
                        .get();
                return true;
            });
        }
    }

    /** The partition that records of {@code id} go to. */
    int partition(String id) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    /** Deletes the index and creates it again, under the same name. */
    void recreateIndex() throws Exception {
        require(200, stack.elasticsearch("admin", "DELETE", "/" + index(), null));
        createIndex(index(), Map.of());
    }

    /** Deletes the connector; the consumer group and its offsets stay. Connect refuses it while workers come or go. */
    void undeploy() {
        ConnectApi connect = stack.stack.connect.client();
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            connect.delete(connector());
            return !connect.configs().containsKey(connector());
        });
    }

    String topic() {
        return "rig." + name;
    }

    String deadLetters() {
        return topic() + ".dead";
    }

    String index() {
        return "orders-rig-" + name;
    }

    String connector() {
        return "rig-" + name;
    }

    /** The reference sink, pointed at this topic, this index and {@code url}. */
    ConnectorFile sink(String url, Map<String, String> changes) {
        Map<String, String> config = new TreeMap<>(stack.sink().config());
        config.putAll(Map.of(
                "topics",
                topic(),
                "topic.to.external.resource.mapping",
                topic() + ":" + index(),
                "connection.url",
                url,
                "errors.deadletterqueue.topic.name",
                deadLetters(),
                "read.timeout.ms",
                "1000",
                "retry.backoff.ms",
                "10"));
        config.putAll(changes);
        return new ConnectorFile(connector(), config);
    }

    /** Has the suite's own worker run {@link #sink}. */
    void deploy(String url, Map<String, String> changes) throws Exception {
        ConnectorFile connector = sink(url, changes);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            stack.stack.connect.client().put(connector);
            return true;
        });
    }

    void send(String id, long version, String json) {
        send(id, Long.toString(version), json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    }

    void send(String id, String version, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic(), id, value);
        record.headers().add("ce_aggregateversion", version.getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(record));
    }

    void flush() throws Exception {
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
        sent.clear();
    }

    record Expected(long version, String value) {}

    /** The highest version of each key, read from the topic with a plain consumer. */
    Map<String, Expected> newest() {
        Map<String, Expected> newest = new HashMap<>();
        stack.topic(topic()).forEach(event -> {
            long version = Long.parseLong(event.headers().get("ce_aggregateversion"));
            newest.merge(
                    event.key(), new Expected(version, event.value()), (a, b) -> a.version() > b.version() ? a : b);
        });
        return newest;
    }

    /** The first document that differs from what the topic says, after waiting for there to be none. */
    void awaitAgreement(Duration patience) {
        Map<String, Expected> newest = newest();
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> firstDifference(newest), Optional::isEmpty);
    }

    Optional<String> firstDifference(Map<String, Expected> newest) throws Exception {
        stack.elasticsearch("admin", "POST", "/" + index() + "/_refresh", null);
        JsonNode hits = TestStack.JSON
                .readTree(stack.elasticsearch("admin", "GET", "/" + index() + "/_search?size=10000&version=true", null)
                        .body())
                .at("/hits/hits");
        Map<String, JsonNode> found = new HashMap<>();
        hits.forEach(hit -> found.put(hit.get("_id").asText(), hit));
        if (found.size() != newest.size()) {
            return Optional.of(found.size() + " documents, expected " + newest.size());
        }
        for (Map.Entry<String, Expected> each : newest.entrySet()) {
            JsonNode hit = found.get(each.getKey());
            Expected expected = each.getValue();
            JsonNode source = expected.value() == null
                    ? TestStack.JSON
                            .createObjectNode()
                            .put("id", each.getKey())
                            .put("version", expected.version())
                            .put("erased", true)
                    : TestStack.JSON.readTree(expected.value());
            if (hit == null
                    || hit.get("_version").asLong() != expected.version()
                    || !TestStack.JSON
                            .readTree(hit.get("_source").toString())
                            .equals(TestStack.JSON.readTree(source.toString()))) {
                return Optional.of(each.getKey() + " is " + hit + ", expected version " + expected.version());
            }
        }
        return Optional.empty();
    }

    JsonNode document(String id) throws Exception {
        return TestStack.JSON.readTree(stack.elasticsearch("admin", "GET", "/" + index() + "/_doc/" + id, null)
                .body());
    }

    /** Waits until the sink has committed everything that the topic holds. */
    void awaitCommitted() throws Exception {
        awaitCommitted(Duration.ofMinutes(3));
    }

    void awaitCommitted(Duration patience) throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            new SinkOffsets(admin, connector()).awaitCommitted(ends(admin), patience);
        }
    }

    private Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions().forEach(partition -> question.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(question).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic(), partition))
                .toList();
    }

    /** Takes the consumer group back to the beginning of the topic; the connector must be gone. */
    void rewind() throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            commit(admin, partitions().stream().collect(Collectors.toMap(partition -> partition, beginning -> 0L)));
        }
    }

    /** Takes the consumer group to the end of the topic, past what nobody has read; the connector must be gone. */
    void skipToTheEnd() throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            commit(admin, ends(admin));
        }
    }

    private void commit(Admin admin, Map<TopicPartition, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            admin.alterConsumerGroupOffsets("connect-" + connector(), offsets)
                    .all()
                    .get();
            return true;
        });
    }

    /** As compaction and retention would in time: the topic forgets all that it holds now. */
    void forgetRecords() throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        partitions().forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(-1)));
        try (Admin admin = stack.stack.broker.admin()) {
            admin.deleteRecords(all).all().get();
        }
    }

    String failure() throws IOException, InterruptedException {
        return stack.stack.connect.client().status(connector()).findValuesAsText("trace").stream()
                .findFirst()
                .orElse("");
    }

    private static void require(int status, java.net.http.HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() throws IOException {
        producer.close();
        try {
            undeploy();
            stack.elasticsearch("admin", "DELETE", "/" + index(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
