package dev.drawbridge.ops.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a worker, or something that stands at its address, may give. */
class ConnectApiTest {
    private final List<Integer> ports = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private URI address;
    private ConnectApi client;
    private int status = 200;
    private String type = "application/json";
    private String body = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", "http://elsewhere.example/login");
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new ConnectApi(address);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"200,text/html", "404,text/html", "502,text/html", "302,text/html"})
    void whatIsNotConnectIsNotBelieved(int status, String type) {
        this.status = status;
        this.type = type;
        body = "<html>s3cret</html>";
        ConnectorFile connector = new ConnectorFile("orders", Map.of("connector.class", "Some"));
        for (Call call : List.<Call>of(
                () -> client.put(connector),
                () -> client.has(connector),
                () -> client.validate(connector),
                () -> client.status("orders"),
                () -> client.configs())) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll(address.toString(), "is not Kafka Connect", "HTTP " + status, type)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void aConnectorThatCouldNotBeRemovedIsNotTakenForRemoved() {
        status = 409;
        body = "{\"message\":\"rebalancing\"}";

        assertThatThrownBy(() -> client.delete("orders"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTP 409: rebalancing");
    }

    @Test
    void anOptionThatIsNullIsNone() throws Exception {
        body = "{\"orders\":{\"info\":{\"config\":{\"tasks.max\":\"1\",\"document.routing\":null}}}}";

        assertThat(client.configs()).isEqualTo(Map.of("orders", Map.of("tasks.max", "1")));
    }

    @ParameterizedTest
    @CsvSource({"401,text/plain", "403,text/html", "401,application/json"})
    void credentialsThatAreRefusedAreNoReasonToTryAgain(int status, String type) {
        this.status = status;
        this.type = type;
        body = "User cannot access the resource s3cret.";
        ConnectorFile connector = new ConnectorFile("orders", Map.of("connector.class", "Some"));
        for (Call call : List.<Call>of(
                () -> client.put(connector),
                () -> client.validate(connector),
                () -> client.status("orders"),
                () -> client.get("/connectors"),
                () -> client.configs())) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(ActionRequiredException.class)
                    .hasMessageContainingAll(
                            address.toString(), "HTTP " + status, "connect.username", "connect.password")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void anErrorIsNoDocument() {
        status = 500;
        body = "{\"error_code\":500,\"message\":\"Request timed out\"}";
        for (Call call : List.<Call>of(
                () -> client.get("/connectors"),
                () -> client.status("orders"),
                () -> client.has(new ConnectorFile("orders", Map.of())))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HTTP 500: Request timed out");
        }
    }

    @Test
    void aConnectorThatIsNotDeployedHasNoStatus() throws Exception {
        status = 404;
        body = "{\"error_code\":404,\"message\":\"No status found for connector orders\"}";
        assertThat(client.status("orders").has("connector")).isFalse();
        assertThat(client.isRunning("orders")).isFalse();
        assertThat(client.has(new ConnectorFile("orders", Map.of()))).isFalse();
        assertThatThrownBy(() -> client.get("/connectors")).hasMessageContaining("HTTP 404: No status");
    }

    private interface Call {
        void run() throws Exception;
    }
}
