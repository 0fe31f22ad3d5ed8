package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed during a commit of which nothing has reached the disk. */
class CrashedPostgresIT {
    private static final String CURRENT = "select pg_current_xact_id()::text";
    private static final String STARTED = "select pg_postmaster_start_time()::text";
    private static final String IN_PROGRESS =
            "select backend_xid::text from pg_stat_activity where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()"
                    + " and backend_type = 'client backend'";

    private static final int MOST_ATTEMPTS = 5;

    private UUID id = UUID.randomUUID();
    private final AtomicReference<String> lost = new AtomicReference<>();
    private final AtomicReference<String> given = new AtomicReference<>();

    private CrashingPostgres postgres;
    private Jdbi admin;
    private CuttingProxy proxy;
    private WriteApi api;
    private ApiClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        postgres = new CrashingPostgres(folder.resolve("data"));
        TestDatabase database = new TestDatabase(postgres.running());
        admin = database.admin();
        int port = postgres.running().getPort();
        proxy = new CuttingProxy(port);
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put(
                "WRITE_DB_URL",
                database.url().replace(":" + port + "/", ":" + proxy.port() + "/") + "?prepareThreshold=0");
        environment.put("WRITE_WORKERS", "0"); // or one of them might commit at the moment
        api = WriteApi.start(WriteApiConfig.from(environment));
        client = new ApiClient(api.port());
    }

    @AfterEach
    void stop() throws IOException {
        if (api != null) {
            api.close();
        }
        proxy.close();
        postgres.close();
    }

    /** Once in a while PostgreSQL writes its log for reasons of its own in between, and gives the next id: then once more. */
    @Test
    void aTransactionIsNotTakenForTheOneThatWasGivenItsId() {
        for (int attempt = 0;
                attempt < MOST_ATTEMPTS && !(lost.get() != null && lost.get().equals(given.get()));
                attempt++) {
            id = UUID.randomUUID();
            client.post("/orders/" + id + "/create", CREATE);
            CompletableFuture<Void> crash = duringTheNextCommit(() -> {
                lost.set(one(IN_PROGRESS));
                postgres.crash();
                given.set(one(CURRENT));
            });

            acceptedOnce(client.post("/orders/" + id + "/add-line", ADD_LINE));

            assertThat(crash).isCompleted();
        }
        assertThat(given.get()).isNotNull().isEqualTo(lost.get());
    }

    @Test
    void anIdThatIsNotGivenYetIsThatOfALostTransaction() {
        client.post("/orders/" + id + "/create", CREATE);
        String before = one(STARTED);
        CompletableFuture<Void> crash = duringTheNextCommit(postgres::crash);

        acceptedOnce(client.post("/orders/" + id + "/add-line", ADD_LINE));

        assertThat(crash).isCompleted();
        assertThat(one(STARTED)).isNotEqualTo(before);
    }

    /** It may not have heard of the commit yet, and cannot tell. */
    @Test
    void aStandbyIsNotBelieved() {
        client.post("/orders/" + id + "/create", CREATE);
        CompletableFuture<Void> crash = duringTheNextCommit(postgres::crashIntoStandby);

        Answer unknown = client.post("/orders/" + id + "/add-line", ADD_LINE);
        Answer unavailable = client.post("/orders/" + id + "/add-line", ADD_LINE);
        await().atMost(Duration.ofSeconds(20)).until(() -> client.get("/ready").status() == 503);
        one("select pg_promote()::text");

        assertThat(crash).isCompleted();
        assertThat(unknown.text()).contains("/problems/outcome-unknown");
        assertThat(unavailable.text()).contains("/problems/unavailable");
        acceptedOnce(client.post("/orders/" + id + "/add-line", ADD_LINE));
    }

    /** Done once the work is; failed as the work did. */
    private CompletableFuture<Void> duringTheNextCommit(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        proxy.cutNext(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void acceptedOnce(Answer answer) {
        StoredOrder stored = new StoredOrder(admin, id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.etag()).contains("\"2\"");
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.outbox()).hasSize(2);
    }

    /** In a transaction of its own, committed. */
    private String one(String sql) {
        return admin.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
