package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import dev.drawbridge.sink.elastic.http.GracePeriod;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers in place of Elasticsearch is neither believed nor given the credentials. */
class ForeignAnswersTest {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) throws IOException {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        URI stranger = server(exchange -> {
            received.add(
                    exchange.getRequestMethod() + exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 404, "text/html");
        });
        URI redirect = server(exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", stranger + exchange.getRequestURI().getPath() + "?token=hunter2");
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            answer(exchange, status, "text/html");
        });
        Elasticsearch elasticsearch = elasticsearch(redirect);
        assertThat(failureOfHead(elasticsearch)).isInstanceOf(ClusterUnavailableException.class);
        assertThat(failureOfBulk(elasticsearch)).isInstanceOf(ClusterUnavailableException.class);
        now.addAndGet(GracePeriod.LENGTH.toNanos());
        for (ConnectException failure : List.of(failureOfHead(elasticsearch), failureOfBulk(elasticsearch))) {
            assertThat(failure)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("redirects to 127.0.0.1:" + stranger.getPort() + " (HTTP " + status + ")")
                    .hasMessageContaining("connection.url")
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, text/html", "403, text/html", "401, text/html", "404, text/plain", "405, text/html"})
    void aProxysPageIsNeitherAnAliasNorAMissingIndexOrPrivilege(int status, String type) throws IOException {
        Elasticsearch elasticsearch = elasticsearch(server(exchange -> answer(exchange, status, type)));
        for (ConnectException failure : List.of(failureOfHead(elasticsearch), failureOfBulk(elasticsearch))) {
            assertThat(failure)
                    .isInstanceOf(ClusterUnavailableException.class)
                    .hasMessageContaining("not Elasticsearch (HTTP " + status + ", " + type + ")")
                    .hasMessageContaining("connection.url")
                    .hasMessageNotContaining("hunter2");
        }
    }

    /** As 8.19 answers: without the header that all its other answers have. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusalByElasticsearchsSecurityIsKnownAsSuch(int status) throws IOException {
        String json = "{\"error\":{\"root_cause\":[{\"type\":\"security_exception\"}]},\"status\":" + status + "}";
        Elasticsearch real = elasticsearch(server(exchange -> answer(exchange, status, "application/json", json)));
        for (ConnectException failure : List.of(failureOfHead(real), failureOfBulk(real))) {
            assertThat(failure).isInstanceOf(RefusedException.class).hasMessageContaining("connection.username");
        }
        Elasticsearch gateway = elasticsearch(
                server(exchange -> answer(exchange, status, "application/json", "{\"message\":\"Forbidden\"}")));
        assertThat(failureOfBulk(gateway))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("not Elasticsearch (HTTP " + status + ", application/json)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE HTML><html>Service Unavailable</html>\r\n\r\n",
                "This is not an HTTP port",
                "HTTP/9 hello\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=%&\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html; charset=%&\r\nContent-Length: 2\r\n\r\nno",
                "\u0000\u0001\u0002\r\n\r\n",
                ""
            })
    void bytesThatAreNotHttpAreAnOutage(String bytes) throws IOException {
        Elasticsearch elasticsearch = elasticsearch(garbage(bytes));
        assertThat(failureOfHead(elasticsearch)).isInstanceOf(ClusterUnavailableException.class);
        assertThat(failureOfBulk(elasticsearch)).isInstanceOf(ClusterUnavailableException.class);
    }

    @Test
    void theTransportPortIsNamedAsSuch() throws IOException {
        assertThat(failureOfHead(elasticsearch(garbage("This is not an HTTP port"))))
                .hasMessageContaining("does not speak HTTP")
                .hasMessageContaining("transport port")
                .hasMessageNotContaining("This is not");
    }

    @Test
    void aNodeThatDoesNotSpeakHttpIsPassedOver() throws IOException {
        try (ScriptedElasticsearch node = new ScriptedElasticsearch()) {
            node.indices.add("a");
            Elasticsearch elasticsearch = elasticsearch(garbage("garbage\r\n"), URI.create(node.url()));
            for (int i = 0; i < 3; i++) {
                assertThat(new TargetIndex(elasticsearch, "a").state()).isEqualTo(TargetIndex.IndexState.PRESENT);
            }
        }
    }

    @Test
    void aPathIsPutBeforeThatOfEachRequestToEachNode() throws IOException {
        Queue<String> paths = new ConcurrentLinkedQueue<>();
        URI one = server(exchange -> record(exchange, paths, 503)).resolve("/search/es");
        URI other = server(exchange -> record(exchange, paths, 404)).resolve("/search/es/");
        Elasticsearch elasticsearch = elasticsearch(one, other);
        for (int i = 0; i < 2; i++) {
            assertThat(new TargetIndex(elasticsearch, "a").state()).isEqualTo(TargetIndex.IndexState.MISSING);
            assertThat(failureOfBulk(elasticsearch)).isNotNull();
        }
        assertThat(paths).containsOnly("/search/es/a", "/search/es/_bulk");
    }

    private static void record(HttpExchange exchange, Queue<String> paths, int status) throws IOException {
        paths.add(exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
        answer(exchange, status, "application/json");
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private URI server(Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler::handle);
        server.start();
        opened.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String type) throws IOException {
        answer(exchange, status, type, "<html>hunter2</html>");
    }

    private static void answer(HttpExchange exchange, int status, String type, String content) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private URI garbage(String bytes) throws IOException {
        ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        opened.add(server);
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    int unused = client.getInputStream().read(new byte[4096]);
                    client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private Elasticsearch elasticsearch(URI... nodes) {
        Duration timeout = Duration.ofSeconds(10);
        Connection connection = new Connection(
                List.of(nodes),
                Credentials.basic("sink", new Password("hunter2")),
                Map.of(),
                timeout,
                timeout,
                timeout,
                1,
                false,
                "test");
        Elasticsearch elasticsearch = new Elasticsearch(connection, now::get);
        opened.add(elasticsearch);
        return elasticsearch;
    }

    private static ConnectException failureOfHead(Elasticsearch elasticsearch) {
        return catchThrowableOfType(ConnectException.class, () -> new TargetIndex(elasticsearch, "a").state());
    }

    private static ConnectException failureOfBulk(Elasticsearch elasticsearch) {
        return catchThrowableOfType(
                ConnectException.class, () -> elasticsearch.send(ByteBuffer.wrap(new byte[] {'{', '}', '\n'}), 1));
    }
}
