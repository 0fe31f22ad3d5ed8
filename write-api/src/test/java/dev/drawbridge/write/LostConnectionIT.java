package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.write.ApiClient.Answer;
import dev.drawbridge.write.CuttingProxy.Cut;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection to the database breaks while a command is being committed. */
@Isolated("a connection that was forgotten is found out within three seconds: others would use them up")
class LostConnectionIT {
    private static final TestDatabase DATABASE = TestDatabase.get();

    private static CuttingProxy proxy;
    private static WriteApi api;
    private static ApiClient client;

    private final UUID id = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

    @BeforeAll
    static void start() throws IOException {
        int port = URI.create(DATABASE.url().substring("jdbc:".length())).getPort();
        proxy = new CuttingProxy(port);
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put(
                "WRITE_DB_URL",
                DATABASE.url().replace(":" + port + "/", ":" + proxy.port() + "/")
                        // every COMMIT as text: a prepared one passes the proxy unseen
                        + (DATABASE.url().contains("?") ? "&" : "?") + "prepareThreshold=0");
        environment.put("WRITE_WORKERS", "0"); // or one of them might commit at the moment
        api = WriteApi.start(WriteApiConfig.from(environment));
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() throws IOException {
        api.close();
        proxy.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    void theAnswerIsTrueAndTheEffectIsOne(Cut cut) {
        client.post("/orders/" + id + "/create", CREATE);
        proxy.cutNext(cut);

        Answer answer = client.post("/orders/" + id + "/add-line", ADD_LINE);

        assertThat(proxy.hasCut()).isTrue();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.etag()).contains("\"2\"");
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.outbox()).hasSize(2);
        assertThat(stored.number("select count(*) from order_lines")).isOne();
    }

    @Test
    void aRefusalUnderAKeyIsRememberedOnce() {
        proxy.cutNext(Cut.AFTER_COMMIT);

        Answer answer = client.post("/orders/" + id + "/add-line", ADD_LINE, "Idempotency-Key", "\"k\"");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(stored.number("select count(*) from idempotency_keys")).isOne();
    }

    /** As after a quiet night behind a firewall: nothing is closed, and nothing arrives. */
    @Test
    void connectionsThatAFirewallForgotMeanwhileKeepNoCommandUp() {
        client.post("/orders/" + id + "/create", CREATE);
        // The pool asks of a connection whether it is alive unless it was in use just now.
        await().until(() -> stored.number(
                        "select count(*) from pg_stat_activity where datname = current_database() and application_name ="
                                + " 'drawbridge-write-api' and state_change > now() - interval '1 second'")
                == 0);
        proxy.forgetConnections();

        Answer answer = client.post("/orders/" + id + "/add-line", ADD_LINE);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void idleConnectionsAreAskedBeforeAnyFirewallForgetsThem() {
        try (HikariDataSource pool =
                WriteDatabase.pool(WriteApiConfig.from(DATABASE.environment()).database(), "test", 2)) {
            assertThat(pool.getKeepaliveTime()).isBetween(30_000L, 60_000L);
            assertThat(pool.getValidationTimeout()).isLessThanOrEqualTo(pool.getConnectionTimeout() / 3);
            assertThat(pool.getDataSourceProperties()).containsEntry("tcpKeepAlive", "true");
        }
    }
}
