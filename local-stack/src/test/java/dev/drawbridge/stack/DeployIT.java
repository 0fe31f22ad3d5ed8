package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.command.Drawbridge;
import dev.drawbridge.stack.component.LocalEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to be deployed is what runs: tasks of the last configuration count for nothing. */
@UsesStack
class DeployIT {
    private final TestStack stack;
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path files;

    DeployIT(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void copyFiles() throws IOException {
        Path original = stack.distribution.connectConfig();
        try (Stream<Path> all = Files.walk(original)) {
            all.filter(Files::isRegularFile).forEach(file -> copy(file, files.resolve(original.relativize(file))));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void putBack() throws InterruptedException {
        stack.stack.up();
    }

    @Test
    void theStepEndsWhenTasksOfTheNewConfigurationRun() throws Exception {
        int reader = awaitSlotReader();
        Set<String> consumers = await().until(this::consumers, members -> !members.isEmpty());
        change("contexts/orders/source.json", "poll.interval.ms", "7");
        change("readmodels/orders/sink.json", "consumer.override.max.poll.records", "400");
        assertThat(deploy("connectors")).as(errors.toString()).isZero();
        assertThat(stack.stack.connect.client().isRunning("order-search")).isTrue();
        assertThat(slotReader()).isNotEqualTo(reader);
        awaitSlotReader();
        assertThat(consumers()).doesNotContainAnyElementsOf(consumers);
    }

    @Test
    void aTaskThatFailsIsSaidWithItsReason() throws Exception {
        change("readmodels/orders/sink.json", "consumer.override.session.timeout.ms", "86400000");
        change("readmodels/orders/sink.json", "consumer.override.request.timeout.ms", "90000000");
        assertThat(deploy("connectors")).isEqualTo(1);
        assertThat(errors.toString())
                .contains("Connector order-search does not run: ", "session timeout is not within the range");
    }

    /** The same of up: here the files of the stack are what the connector runs no more. */
    @Test
    void upEndsWhenTasksOfTheFilesRunAgain() throws Exception {
        change("contexts/orders/source.json", "poll.interval.ms", "9");
        assertThat(deploy("connectors")).as(errors.toString()).isZero();
        int reader = awaitSlotReader();
        stack.stack.up();
        assertThat(slotReader()).isNotEqualTo(reader);
        awaitSlotReader();
    }

    /** As somebody makes it by hand: it would forget orders and erasures after a week. */
    @Test
    void aTopicThatWasMadeWithTheBrokersDefaultsIsRefused() throws Exception {
        assertThat(deploy("topics")).as("those there are: " + errors).isZero();
        String topic = "by-hand-" + UUID.randomUUID();
        Files.writeString(files.resolve("contexts/orders/topics.json"), """
                {"%1$s": {"partitions": 3, "config": {"cleanup.policy": "compact"}}, "%1$s.other": {}}
                """.formatted(topic));
        try (Admin admin = stack.stack.broker.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            assertThat(deploy("topics")).isEqualTo(1);
            assertThat(errors.toString())
                    .contains(
                            "Topic " + topic + " has 1 partition, expected 3. ",
                            "Topic " + topic
                                    + " has cleanup.policy=delete, expected compact: kafka-configs.sh --bootstrap-server "
                                    + stack.stack.broker.bootstrap(),
                            "topics.json");
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).doesNotContain(topic + ".other");
        }
    }

    @Test
    void theCallThatUpNamesMendsTheTopicThatItRefuses() throws Exception {
        String topic = "drawbridge.quarantine";
        try (Admin admin = stack.stack.broker.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        String refusal = "Topic " + topic + " has cleanup.policy=delete, expected ";
        String message = Assertions.catchThrowableOfType(ActionRequiredException.class, stack.stack::up)
                .getMessage();
        assertThat(message).startsWith(refusal);
        String call = message.lines().findFirst().orElseThrow().replaceFirst(".*?: ", "");
        Process mend = new ProcessBuilder("sh", "-c", call)
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("mend.log").toFile())
                .start();
        assertThat(mend.waitFor()).as(call).isZero();
        stack.stack.up();
    }

    private int deploy(String step) {
        return Drawbridge.commandLine()
                .setErr(new PrintWriter(errors))
                .execute(
                        "apply",
                        "--only",
                        step,
                        "--files",
                        files.toString(),
                        "--environment",
                        LocalEnvironment.file(stack.home).toString(),
                        "--timeout",
                        "40");
    }

    private void change(String file, String option, String value) throws IOException {
        Path path = files.resolve(file);
        ObjectNode connector = (ObjectNode) TestStack.JSON.readTree(Files.readString(path));
        ((ObjectNode) connector.get("config")).put(option, value);
        Files.writeString(path, connector.toString());
    }

    /** Debezium opens the slot twice, and nobody has it in between. */
    private int awaitSlotReader() {
        return await().until(this::slotReader, reader -> reader != 0);
    }

    /** The server process that streams the slot; 0 if none does. */
    private int slotReader() throws Exception {
        try (Connection connection = stack.database("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select coalesce(active_pid, 0) from pg_replication_slots where slot_name = '" + TestStack.SLOT
                                + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Set<String> consumers() throws InterruptedException {
        return stack.sinkGroup().settledMembers();
    }
}
