package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When {@code /ready} says that commands can be carried out, and when not. */
class ReadinessIT extends RunningWriteApi {
    private static final int FEW = 2;
    private static final int MANY = 12;

    /** All that the writer was given, as the database itself tells it. */
    static Stream<String> rights() {
        return DATABASE
                .admin()
                .withHandle(handle -> handle.createQuery("select privilege_type || ' on ' || table_name"
                                + " from information_schema.role_table_grants where grantee = 'drawbridge_writer'")
                        .mapTo(String.class)
                        .list())
                .stream();
    }

    @ParameterizedTest
    @MethodSource("rights")
    void isNotReadyWithoutARight(String right) {
        try (DatabaseWatch watch =
                new DatabaseWatch(WriteApiConfig.from(DATABASE.environment()).database())) {
            assertThat(watch.isReady()).isTrue();
            DATABASE.admin().useHandle(handle -> handle.execute("revoke " + right + " from drawbridge_writer"));
            assertThat(watch.isReady()).isFalse();
        } finally {
            DATABASE.admin().useHandle(handle -> handle.execute("grant " + right + " to drawbridge_writer"));
        }
    }

    /** Each would wait three seconds for a connection, and hold a thread that a command could have. */
    @Test
    void nobodyWaitsForADatabaseThatKeepsSilent() throws IOException {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/drawbridge");
            environment.put("WRITE_WORKERS", "0");
            try (WriteApi alone = WriteApi.start(WriteApiConfig.from(environment))) {
                ApiClient other = new ApiClient(alone.port());
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    for (int i = 0; i < 40; i++) {
                        assertThat(other.get("/ready").problem()).isEqualTo("not-ready");
                    }
                });
            }
        }
    }

    /** More commands wait for a locked order than there are connections, longer than one is waited for. */
    @Test
    void isReadyThoughAllConnectionsAreInUse() throws Exception {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_CONNECTIONS", Integer.toString(FEW));
        environment.put("WRITE_WORKERS", "0");
        UUID id = UUID.randomUUID();
        ExecutorService callers = Executors.newFixedThreadPool(MANY);
        try (WriteApi busy = WriteApi.start(WriteApiConfig.from(environment));
                Handle lock = DATABASE.admin().open()) {
            ApiClient other = new ApiClient(busy.port());
            other.post("/orders/" + id + "/create", ApiClient.CREATE);
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            List<CompletableFuture<ApiClient.Answer>> commands = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                commands.add(CompletableFuture.supplyAsync(
                        () -> other.post("/orders/" + id + "/add-line", ApiClient.ADD_LINE), callers));
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waitingForALock() == FEW);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> other.get("/ready").status() == 200);
            assertThat(other.get("/metrics").text()).contains("drawbridge_write_queue_pending 0.0");
            Awaitility.await().until(() -> waitingForALock() > 0);
            lock.rollback();
            for (CompletableFuture<ApiClient.Answer> command : commands) {
                assertThat(command.get(30, TimeUnit.SECONDS).status()).isIn(200, 503);
            }
        } finally {
            callers.shutdown();
        }
    }

    private static long waitingForALock() {
        return DATABASE.admin().withHandle(handle -> handle.createQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .mapTo(Long.class)
                .one());
    }
}
