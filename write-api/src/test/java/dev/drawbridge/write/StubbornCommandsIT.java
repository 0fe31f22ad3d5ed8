package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.order.application.queue.Deferrals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queued commands that cannot be carried out now stand in nobody's way but their own order's. One worker for all. */
class StubbornCommandsIT {
    private static final TestDatabase DATABASE = TestDatabase.of("stubborn_commands");

    /** Apart by more than a busy machine makes of them. */
    private static final Deferrals DEFERRALS = new Deferrals(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private static WriteApi api;
    private static ApiClient client;

    private final UUID id = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_WORKERS", "1");
        api = WriteApi.start(WriteApiConfig.from(environment), DEFERRALS);
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void aBusyOrderDoesNotStopTheOthers() {
        client.post("/orders/" + id + "/create", CREATE);
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            String first = submit(id, "add-line", ADD_LINE.replace("Teapot", "Pot 1"));
            String second = submit(id, "add-line", ADD_LINE.replace("Teapot", "Pot 2"));
            String others = submit(other, "create", CREATE);

            await().atMost(Duration.ofSeconds(20)).until(() -> status(others).equals("accepted"));

            assertThat(status(first)).isEqualTo("pending");
            assertThat(status(second)).isEqualTo("pending");
            lock.rollback();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> stored.version() == 3);
        assertThat(stored.outbox().get(1).payload()).contains("Pot 1").doesNotContain("Pot 2");
        assertThat(stored.number("select max(attempts) from commands")).isZero();
    }

    /** As an instance of before a release sees the tasks that it brings. */
    @Test
    void aTaskThatIsNotKnownHereIsLeftToThoseWhoKnowIt() {
        client.post("/orders/" + id + "/create", CREATE);
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            String early = submit(id, "add-line", ADD_LINE);
            rename("no-such-type");
            lock.rollback();
            String others = submit(other, "create", CREATE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> status(others).equals("accepted")
                            && stored.number(
                                            "select count(*) from commands where due_at > now() + interval '1.5 seconds'")
                                    == 1);

            assertThat(status(early)).isEqualTo("pending");
            assertThat(stored.number("select max(attempts) from commands")).isZero();
            rename("add-line");
            await().atMost(Duration.ofSeconds(20)).until(() -> status(early).equals("accepted"));
        }
    }

    /** As an instance that reads bodies in another way than the one that queued them; the log tells which command it is. */
    @Test
    void aBodyThatIsNotReadHereIsLeftToThoseWhoReadIt() {
        client.post("/orders/" + id + "/create", CREATE);
        CapturedErrors log = new CapturedErrors();
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            String early = submit(id, "add-line", ADD_LINE);
            change("body", "{\"name\":\"Zebedee\"}");
            lock.rollback();
            String logged = "Queued command " + early.replace("/commands/", "") + " failed: Unreadable";
            await().until(() ->
                    stored.number("select count(*) from commands where due_at > now() + interval '1.5 seconds'") == 1
                            && log.text().contains(logged));

            assertThat(status(early)).isEqualTo("pending");
            assertThat(stored.number("select max(attempts) from commands")).isZero();
            assertThat(log.text()).doesNotContain("Zebedee");
            change("body", ADD_LINE);
            await().atMost(Duration.ofSeconds(20)).until(() -> status(early).equals("accepted"));
        } finally {
            log.close();
        }
    }

    /** As a release that was started before the migration it needs; nobody sees values in the log. */
    @Test
    void aMissingColumnGivesNoCommandUpAndIsLoggedByItsState() {
        CapturedErrors log = new CapturedErrors();
        inDatabase("alter table orders rename column coupon_code to missing");
        String early;
        try {
            early = submit(id, "create", CREATE);
            await().atMost(Duration.ofSeconds(20)).until(() -> log.text()
                    .contains("Queued command " + early.replace("/commands/", "")
                            + " failed: StorageIncompatible, SQLSTATE 42703"));
            assertThat(stored.number("select max(attempts) from commands")).isZero();
        } finally {
            log.close();
            inDatabase("alter table orders rename column missing to coupon_code");
        }
        assertThat(log.text()).doesNotContain("Ada", "London");
        await().atMost(Duration.ofSeconds(20)).until(() -> status(early).equals("accepted"));
    }

    private static void inDatabase(String sql) {
        DATABASE.admin().useHandle(handle -> handle.execute(sql));
    }

    private static void rename(String type) {
        change("type", type);
    }

    private static void change(String column, String value) {
        DATABASE.admin().useHandle(handle -> await().atMost(Duration.ofSeconds(20))
                .until(() -> handle.execute(
                                "update commands set " + column + " = ? where id in (select id from commands"
                                        + " where state = 'pending' for update skip locked)",
                                value)
                        == 1));
    }

    private static String submit(UUID order, String task, String body) {
        return client.post("/orders/" + order + "/" + task, body, "Prefer", "respond-async")
                .location()
                .orElseThrow();
    }

    private static String status(String location) {
        return client.get(location).json().get("status").textValue();
    }
}
