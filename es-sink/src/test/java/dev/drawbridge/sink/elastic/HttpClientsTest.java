package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpClientsTest {

    private static final int BULKS = 30;

    /** Those of the task's thread: what it asks of an index must not wait for a bulk. */
    private static final int OTHERS = 2;

    private final CountDownLatch arrived = new CountDownLatch(BULKS + OTHERS);

    @Test
    void asManyRequestsAreUnderWayAsAreAllowed() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BULKS + OTHERS);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::answerOnceAllAreThere);
        server.start();
        URI node = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Elasticsearch elasticsearch = new Elasticsearch(connection(node))) {
            List<Future<TargetIndex.IndexState>> states = new ArrayList<>();
            for (int i = 0; i < BULKS + OTHERS; i++) {
                states.add(threads.submit(() -> new TargetIndex(elasticsearch, "a").state()));
            }
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            for (Future<TargetIndex.IndexState> state : states) {
                assertThat(state.get(60, TimeUnit.SECONDS)).isEqualTo(TargetIndex.IndexState.MISSING);
            }
        } finally {
            threads.shutdownNow();
            server.stop(0);
        }
    }

    private static Connection connection(URI node) {
        Duration timeout = Duration.ofSeconds(60);
        return new Connection(
                List.of(node), Credentials.NONE, Map.of(), timeout, timeout, timeout, BULKS, false, "test");
    }

    private void answerOnceAllAreThere(HttpExchange exchange) throws IOException {
        arrived.countDown();
        try {
            arrived.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
    }
}
