package dev.drawbridge.ops.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.files.Placeholders;
import dev.drawbridge.ops.files.ReadModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aProxyBeforeElasticsearchIsNotTakenForAnIndexThatIsMissing() throws Exception {
        Files.writeString(folder.resolve("index.json"), "{\"aliases\":{\"{{alias}}\":{}}}");
        IndexFile index = IndexFile.read(new ReadModel("parcels", folder, Placeholders.of(Map.of())));
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] page = "<html>s3cret</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        proxy.start();
        try (ElasticsearchClient client = ElasticsearchClients.open(new HttpAccess(
                List.of(URI.create("http://127.0.0.1:" + proxy.getAddress().getPort())),
                Optional.of(() -> "Basic s3cret"),
                Optional.empty()))) {
            assertThatThrownBy(() -> index.apply(client))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("is not Elasticsearch", "HTTP 404", "parcels-000001")
                    .hasMessageNotContaining("s3cret");
        } finally {
            proxy.stop(0);
        }
        assertThat(requests).containsExactly("GET /parcels-000001/_settings");
    }
}
