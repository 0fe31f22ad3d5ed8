package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A firewall or load balancer drops a connection that was quiet for some time, and tells neither side. */
class IdleConnectionsTest {

    private static final int BULKS = 3;
    private static final byte[] BODY = {'{', '}', '\n'};

    private final ScriptedElasticsearch server = new ScriptedElasticsearch();
    private final SilentRelay relay = new SilentRelay(server.port());
    private final ExecutorService threads = Executors.newFixedThreadPool(BULKS);

    IdleConnectionsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        relay.close();
        server.close();
    }

    @Test
    void aConnectionThatWasIdleForTooLongIsNotUsedAgain() throws Exception {
        Duration idleTimeout = Duration.ofMillis(500);
        try (Elasticsearch elasticsearch = elasticsearch(idleTimeout, Duration.ofSeconds(60))) {
            occupyAllConnections(elasticsearch);
            Thread.sleep(idleTimeout.plusMillis(100).toMillis()); // until they have been idle for too long
            relay.drop();
            for (int i = 0; i < BULKS; i++) {
                server.thenItems("201");
                assertThat(elasticsearch.send(ByteBuffer.wrap(BODY), 1)).hasSize(1);
            }
            assertThat(relay.swallowed()).isZero();
        }
    }

    /** Where the firewall is quicker than the option says: one timeout, not one for each connection. */
    @Test
    void oneRequestWithoutAnswerClosesTheOtherIdleConnections() throws Exception {
        try (Elasticsearch elasticsearch = elasticsearch(Duration.ofHours(1), Duration.ofMillis(500))) {
            occupyAllConnections(elasticsearch);
            assertThat(relay.connections()).isEqualTo(BULKS);
            relay.drop();
            assertThatThrownBy(() -> elasticsearch.send(ByteBuffer.wrap(BODY), 1))
                    .isInstanceOf(ClusterUnavailableException.class);
            server.thenItems("201");
            assertThat(elasticsearch.send(ByteBuffer.wrap(BODY), 1)).hasSize(1);
            assertThat(relay.swallowed()).isEqualTo(1);
        }
    }

    /** So many at the same time that each has a connection of its own. */
    private void occupyAllConnections(Elasticsearch elasticsearch) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < BULKS; i++) {
            server.thenStatusAfter(gate, 200, "{\"items\":[{\"index\":{\"status\":201}}]}");
            answers.add(threads.submit(() -> elasticsearch.send(ByteBuffer.wrap(BODY), 1)));
        }
        await().until(() -> server.bulks.size() == BULKS);
        gate.countDown();
        for (Future<?> answer : answers) {
            assertThat(answer.get()).isNotNull();
        }
    }

    private Elasticsearch elasticsearch(Duration idleTimeout, Duration readTimeout) {
        return new Elasticsearch(new Connection(
                List.of(URI.create(relay.url())),
                Credentials.NONE,
                Map.of(),
                Duration.ofSeconds(10),
                readTimeout,
                idleTimeout,
                BULKS,
                false,
                "test"));
    }
}
