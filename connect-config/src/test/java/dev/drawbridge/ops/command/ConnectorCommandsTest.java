package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a worker that finds everything sound, and has one connector that runs with another configuration. */
class ConnectorCommandsTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer worker;

    @TempDir
    private Path folder;

    private boolean stopped;

    ConnectorCommandsTest() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        Path context = Files.createDirectories(folder.resolve("contexts/parcels"));
        Files.writeString(
                context.resolve("source.json"),
                "{\"name\":\"c\",\"config\":{\"connector.class\":\"x\",\"a\":\"2\",\"p\":\"${file:/s:p}\"}}");
        worker.createContext("/", exchange -> {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(call);
            stopped |= call.endsWith("/stop");
            byte[] answer = answer(call).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        worker.start();
    }

    private String answer(String call) {
        if (call.endsWith("/validate")) {
            return "{\"error_count\":0,\"configs\":[]}";
        }
        if (call.endsWith("/status")) {
            String state = stopped ? "STOPPED" : "RUNNING";
            return "{\"name\":\"c\",\"connector\":{\"state\":\"" + state + "\"},\"tasks\":[]}";
        }
        return "{\"connector.class\":\"x\",\"a\":\"1\"}";
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void checkAsksTheWorkerOfTheEnvironment() throws Exception {
        assertThat(call("connect.url=" + url(), "check"))
                .contains("Topics were not checked", "1 connectors checked, 0 findings", "exit 0");
        assertThat(asked).singleElement().asString().endsWith("/validate");
    }

    @Test
    void anotherInstanceIsAskedWhereNobodyListens() throws Exception {
        assertThat(call("connect.url=http://127.0.0.1:1," + url(), "check", "c"))
                .contains("exit 0");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aWorkerThatIsMissingIsSaidWithItsAddress() throws Exception {
        assertThat(call("connect.url=http://127.0.0.1:1", "check"))
                .contains("Kafka Connect does not answer at http://127.0.0.1:1", "exit 4");
    }

    @Test
    void aWorkerThatIsMissingIsNoMereProblemForStatus() throws Exception {
        assertThat(call("connect.url=http://127.0.0.1:1\nkafka.bootstrap.servers=127.0.0.1:1", "status"))
                .contains("Kafka Connect does not answer at http://127.0.0.1:1", "exit 4");
    }

    @Test
    void theRemedyForATopicNeedsAFileWhereKafkaAsksWhoItIs() {
        assertThat(ApplyCommand.kafkaConfigs(KafkaAccess.of("k:9092")))
                .isEqualTo("kafka-configs.sh --bootstrap-server k:9092");
        assertThat(ApplyCommand.kafkaConfigs(
                        new KafkaAccess(Map.of("bootstrap.servers", "k:9092", "security.protocol", "SASL_SSL"))))
                .isEqualTo("kafka-configs.sh --bootstrap-server k:9092 --command-config FILE");
    }

    @Test
    void statusLooksAtTheTopicsOfTheDeployedConnectorsAlone() {
        assertThat(ConnectorStatus.topics(Map.of(
                        "sink",
                        Map.of("topics", "parcels.public.v1", "errors.deadletterqueue.topic.name", "parcels.dead"),
                        "source",
                        Map.of("topic.prefix", "parcels"))))
                .containsExactly("parcels.dead", "parcels.public.v1");
    }

    @Test
    void withoutAnAddressNoWorkerIsAsked() throws Exception {
        assertThat(call("placeholder.a=b", "check")).contains("this.properties lacks connect.url", "exit 1");
        assertThat(asked).isEmpty();
    }

    @Test
    void renderPrintsWhatIsPutAndKeepsReferences() throws Exception {
        assertThat(call("placeholder.a=b", "render", "c")).contains("\"p\" : \"${file:/s:p}\"", "exit 0");
        assertThat(call(
                        "placeholder.a=b",
                        "render",
                        "--to",
                        folder.resolve("out").toString()))
                .contains("exit 0");
        assertThat(folder.resolve("out/c.json")).content().contains("\"a\" : \"2\"");
        assertThat(call("placeholder.a=b", "render", "other")).contains("no connector other", "exit 1");
    }

    @Test
    void wrongArgumentsAreUsage() throws Exception {
        assertThat(call("placeholder.a=b", "apply", "--only", "everything")).contains("exit 2");
        assertThat(call("placeholder.a=b", "quarantine", "retry")).contains("--all", "exit 2");
        assertThat(call("placeholder.a=b", "outbox", "republish", "--type", "x"))
                .contains("--all", "exit 2");
        assertThat(call("placeholder.a=b", "outbox", "republish", "--type", "x", "--all", "--rate", "0"))
                .contains("--rate", "exit 2");
    }

    private String url() {
        return "http://127.0.0.1:" + worker.getAddress().getPort();
    }

    private String call(String environment, String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("this.properties"), environment + "\n");
        StringWriter printed = new StringWriter();
        int exit = Drawbridge.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--environment", file.toString(), "--files", folder.toString()))
                        .toArray(String[]::new));
        return printed + "exit " + exit;
    }
}
