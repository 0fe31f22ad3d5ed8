package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Placeholders;
import dev.drawbridge.ops.kafka.QuietPartitions;
import dev.drawbridge.ops.kafka.TopicsFile;
import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.stack.component.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that are missing, have fewer copies than meant, or keep what was erased are named, with the remedy. */
@UsesStack
class TopicsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestStack stack;
    private final String topic = "topics-it-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    TopicsIT(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void oneReplicaIsRefusedUnlessTheFileAsksForIt() throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            assertThatThrownBy(() -> create(admin, "{}"))
                    .isInstanceOf(ActionRequiredException.class)
                    .hasMessageContaining(topic + " would have one replica")
                    .hasMessageContaining("\"replication\": 3");
            assertThatThrownBy(() -> create(admin, "{\"replication\": 2}"))
                    .isInstanceOf(ActionRequiredException.class)
                    .hasMessageContaining(topic + " cannot have 2 replicas")
                    .hasMessageContaining("too few brokers");
            assertThat(admin.listTopics().names().get()).doesNotContain(topic);

            create(admin, "{\"replication\": \"{{kafka.replication}}\"}");
            assertThat(admin.listTopics().names().get()).contains(topic);
            create(admin, "{\"replication\": 1}");
            assertThatThrownBy(() -> create(admin, "{}")).hasMessageContaining(topic + " has 1 replica");
            assertThatThrownBy(() -> create(admin, "{\"replication\": 2}"))
                    .hasMessageContaining(topic + " has 1 replica, expected 2");
        }
    }

    @Test
    void whatIsNoNumberOrNoKeyOfATopicIsRefused() throws Exception {
        try (Admin admin = stack.stack.broker.admin()) {
            assertThatThrownBy(() -> create(admin, "{\"replication\": 0}")).hasMessageContaining("replication");
            assertThatThrownBy(() -> create(admin, "{\"partitions\": \"three\"}"))
                    .hasMessageContaining("partitions");
            assertThatThrownBy(() -> create(admin, "{\"replicas\": 3}")).hasMessageContaining("replicas");
        }
    }

    private void create(Admin admin, String definition) throws Exception {
        Path file = Files.writeString(folder.resolve("topics.json"), "{\"%s\": %s}".formatted(topic, definition));
        TopicsFile read = TopicsFile.read(file, Placeholders.of(Map.of("kafka.replication", "1")));
        TopicsFile.createMissing(List.of(read), admin, "kafka-configs.sh");
    }

    @Test
    void whatIsWrongInOneFileKeepsThoseOfAllFilesFromBeingCreated() throws Exception {
        Path sound = Files.writeString(folder.resolve("a.json"), "{\"%s\": {\"replication\": 1}}".formatted(topic));
        Path wrong = Files.writeString(folder.resolve("b.json"), "{\"%s-b\": {\"replication\": 2}}".formatted(topic));
        List<TopicsFile> files = Stream.of(sound, wrong)
                .map(file -> TopicsFile.read(file, Placeholders.of(Map.of())))
                .toList();
        try (Admin admin = stack.stack.broker.admin()) {
            assertThatThrownBy(() -> TopicsFile.createMissing(files, admin, "kafka-configs.sh"))
                    .hasMessageContaining("Nothing was created or changed");
            assertThat(admin.listTopics().names().get()).doesNotContain(topic);
        }
    }

    /** Connect says RUNNING as long as the producer waits for the topic; then the failure names it. */
    @Test
    void aSourceWhoseHeartbeatTopicIsMissingFailsAndNamesIt() throws Exception {
        String slot = "no_heartbeat_topic";
        ConnectApi connect = stack.stack.connect.client();
        ConnectorFile reference = stack.source();
        ConnectorFile source = new ConnectorFile(
                slot,
                reference
                        .with(Map.of(
                                "slot.name",
                                slot,
                                "topic.prefix",
                                topic,
                                "heartbeat.interval.ms",
                                "200",
                                "producer.override.max.block.ms",
                                "3000"))
                        .config());
        new OutboxDatabase(stack.stack.postgres.dataSource(PostgresServer.DATABASE)).createSlot(slot, PATIENCE);
        try {
            TestStack.untilConnectIsNotBusy(() -> connect.put(source));
            JsonNode task = await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(
                            () -> connect.status(slot).path("tasks").path(0),
                            found -> found.path("state").asText().equals("FAILED"));
            assertThat(FailureTrace.reason(task.path("trace").asText())).contains("__debezium-heartbeat." + topic);
        } finally {
            TestStack.untilConnectIsNotBusy(() -> connect.delete(slot));
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        try (Connection connection = stack.database("postgres");
                                var drop = connection.prepareStatement("select pg_drop_replication_slot(?)")) {
                            drop.setString(1, slot);
                            return drop.execute();
                        }
                    });
        }
    }

    @Test
    void statusNamesAMissingTopicAndUpCreatesIt() throws Exception {
        String missing = "order-search.dead-letters";
        try (Admin admin = stack.stack.broker.admin()) {
            admin.deleteTopics(List.of(missing)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(missing));
        }
        Launcher without = Launcher.start(stack, "status");
        assertThat(without.exitCode()).as(without.output()).isEqualTo(3);
        assertThat(without.output())
                .contains("Topic " + missing + " does not exist", "connector order-search", "drawbridge apply");
        stack.stack.up();
        Launcher with = Launcher.start(stack, "status");
        assertThat(with.exitCode()).as(with.output()).isZero();
        assertThat(with.output()).doesNotContain(missing);
    }

    /** Kafka begins another segment only when a record comes, so the newest is never compacted in a partition without any. */
    @Test
    void partitionsThatKeepWhatWasErasedAreNamedUntilARecordComes() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(31));
        try (Admin admin = stack.stack.broker.admin();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.stack.broker.bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)
                            .configs(Map.of(
                                    "cleanup.policy",
                                    "compact",
                                    "max.compaction.lag.ms",
                                    String.valueOf(Duration.ofDays(30).toMillis())))))
                    .all()
                    .get();
            send(producer, 0, longAgo);
            send(producer, 1, longAgo);
            send(producer, 1, Instant.now());
            assertThat(QuietPartitions.of(admin, List.of(topic), Instant.now()))
                    .singleElement()
                    .asString()
                    .contains("Topic " + topic, "partitions [0] ");
            send(producer, 0, Instant.now());
            assertThat(QuietPartitions.of(admin, List.of(topic), Instant.now())).isEmpty();
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int partition, Instant time) throws Exception {
        byte[] bytes = "a".getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), bytes, bytes))
                .get();
    }
}
