package dev.drawbridge.ops.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchClientsTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ElasticsearchClientsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"'',/i", "/,/i", "/proxy/es,/proxy/es/i", "/proxy/es/,/proxy/es/i"})
    void theUrlMayEndInASlashOrHaveAPath(String path, String request) throws IOException {
        try (ElasticsearchClient client = ElasticsearchClients.open(HttpAccess.of(url(path)))) {
            assertThat(client.indices().exists(index -> index.index("i")).value())
                    .isTrue();
        }
        assertThat(asked).containsExactly(request);
    }

    @Test
    void differentPathsAreRefused() {
        HttpAccess access = new HttpAccess(List.of(url("/a"), url("/b")), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> ElasticsearchClients.open(access))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("elasticsearch.url", "/a", "/b");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
