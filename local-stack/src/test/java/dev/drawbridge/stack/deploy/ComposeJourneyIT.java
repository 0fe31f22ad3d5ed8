package dev.drawbridge.stack.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.stack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;

/**
 * The journey on docker-compose.yml: one order from its creation to its erasure, seen at both ends. Runs where a Docker
 * engine with {@code docker compose} answers and has or gets the images, and says that it was skipped where none does.
 */
@Tag("docker")
class ComposeJourneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "compose-it").toAbsolutePath();
    private static final Ports PORTS = Ports.free();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static ComposeContainer compose;

    private final HttpClient http = HttpClient.newHttpClient();
    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void up() throws Exception {
        Optional<String> missing = ComposeEngine.missing();
        String why = missing.map(what -> "ComposeJourneyIT is skipped: " + what + "; mend that and run it again.")
                .orElse("");
        if (missing.isPresent()) {
            System.out.println(why);
        }
        assumeTrue(missing.isEmpty(), why);
        Files.createDirectories(FOLDER);
        PrepareScriptTest.prepare(FOLDER.resolve(".env"), FOLDER.resolve("secrets"));
        compose = new ComposeContainer(
                        "drawbridge-it",
                        Path.of("..", "docker-compose.yml")
                                .toAbsolutePath()
                                .normalize()
                                .toFile())
                .withBuild(true)
                .withEnv(environment());
        compose.start();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("DRAWBRIDGE_SECRETS", FOLDER.resolve("secrets").toString());
        environment.put("DRAWBRIDGE_WRITE_API_PORT", String.valueOf(PORTS.writeApi()));
        environment.put("DRAWBRIDGE_CONNECT_PORT", String.valueOf(PORTS.connect()));
        environment.put("DRAWBRIDGE_ELASTICSEARCH_PORT", String.valueOf(PORTS.elasticsearch()));
        environment.put("DRAWBRIDGE_KAFKA_PORT", String.valueOf(PORTS.kafka()));
        environment.put("DRAWBRIDGE_POSTGRES_PORT", String.valueOf(PORTS.postgres()));
        return environment;
    }

    @AfterAll
    static void down() {
        if (compose != null) {
            compose.stop();
        }
    }

    @Test
    void anOrderTravelsFromCommandToDocumentAndIsErased() throws Exception {
        command("create", "{\"customerName\":\"Zoë Ünal\",\"customerCity\":\"Malmö\"}");
        command(
                "add-line",
                "{\"productName\":\"Brass kettle\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":7341.77}");
        awaitConnectors();

        JsonNode document = awaitVersion(2);
        assertThat(document.at("/_source/total").asText()).isEqualTo("39.8");
        assertThat(document.at("/_source/customerName").asText()).isEqualTo("Zoë Ünal");
        assertThat(document.toString()).as("what is private stays private").doesNotContain("unitCost", "7341");
        await().atMost(PATIENCE).until(() -> hits() == 1);

        command("erase", "{}");
        assertThat(awaitVersion(3).get("_source").toString())
                .isEqualTo("{\"id\":\"%s\",\"version\":3,\"erased\":true}".formatted(order));
        await().atMost(PATIENCE).until(() -> hits() == 0);
    }

    /** docker inspect shows a container's variables, commands and labels to whoever may ask the engine. */
    @Test
    void noContainerShowsAPassword() throws Exception {
        List<String> passwords = ComposeFileTest.properties(FOLDER.resolve(".env")).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("_PASSWORD"))
                .map(Map.Entry::getValue)
                .toList();
        var client = DockerClientFactory.lazyClient();
        List<String> shown = client.listContainersCmd().withShowAll(true).exec().stream()
                .filter(container -> container.getNames()[0].contains("drawbridge-it"))
                .map(container -> inspect(container.getId()))
                .toList();
        assertThat(String.join("", shown))
                .as("variables are among what is shown")
                .contains("WRITE_DB_USERNAME");
        assertThat(shown).hasSize(9).allSatisfy(text -> assertThat(text).doesNotContain(passwords));
    }

    private static String inspect(String container) {
        try {
            return JSON.writeValueAsString(DockerClientFactory.lazyClient()
                    .inspectContainerCmd(container)
                    .exec()
                    .getRawValues());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitConnectors() {
        ConnectApi connect = new ConnectApi(uri(PORTS.connect(), "/"));
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> connect.isRunning("orders-outbox") && connect.isRunning("order-search"));
    }

    private void command(String task, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(PORTS.writeApi(), "/orders/" + order + "/" + task))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                .as(task)
                .isIn(200, 201);
    }

    private JsonNode awaitVersion(int version) {
        return await().atMost(PATIENCE)
                .until(
                        () -> search("/orders/_doc/" + order),
                        document -> document.path("_version").asInt() == version);
    }

    private int hits() throws Exception {
        return search("/orders/_search?q=lines.productName:kettle+AND+orderId:" + order)
                .at("/hits/total/value")
                .asInt(-1);
    }

    /** As the read-only user of a search page. */
    private JsonNode search(String path) throws Exception {
        String password =
                ComposeFileTest.properties(FOLDER.resolve(".env")).get("DRAWBRIDGE_ELASTICSEARCH_SEARCH_PASSWORD");
        String credentials =
                Base64.getEncoder().encodeToString(("search:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(uri(PORTS.elasticsearch(), path))
                .header("Authorization", "Basic " + credentials)
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
