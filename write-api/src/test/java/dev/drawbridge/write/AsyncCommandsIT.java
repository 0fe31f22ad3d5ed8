package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.http.ApiKeys;
import dev.drawbridge.write.ApiClient.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Commands whose sender does not wait. */
@ResourceLock(TestDatabase.SHARED)
class AsyncCommandsIT {
    private static final TestDatabase DATABASE = TestDatabase.get();
    private static final String[] ASYNC = {"Prefer", "respond-async"};

    private static final String[] TRACED = {
        "Prefer",
        "respond-async",
        "X-Correlation-Id",
        "of-ada-1",
        "X-Causation-Id",
        "of-ada-2",
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    };

    /** Takes commands in and carries none out. */
    private static WriteApi idle;

    private static ApiClient client;

    private final UUID id = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

    @BeforeAll
    static void start() {
        idle = service("0");
        client = new ApiClient(idle.port());
    }

    @AfterAll
    static void stop() {
        idle.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void aCommandIsPendingThenDone() {
        Answer answer = client.post(path("create"), CREATE, "Prefer", "wait=5, Respond-Async");

        assertThat(answer.status()).isEqualTo(202);
        String location = answer.location().orElseThrow();
        assertThat(location).isEqualTo("/commands/" + answer.json().get("id").textValue());
        assertThat(status(location)).isEqualTo("pending");
        assertThat(stored.version()).isZero();

        try (WriteApi working = service("2")) {
            assertThat(working.port()).isPositive();
            await().until(() -> status(location).equals("accepted"));
        }
        Answer done = client.get(location);
        assertThat(done.json().get("version").longValue()).isEqualTo(1);
        assertThat(done.json().get("orderId").textValue()).isEqualTo(id.toString());
        assertThat(done.token()).contains("order/" + id + "@1");
        assertThat(stored.version()).isEqualTo(1);
        assertThat(stored.outbox()).hasSize(1);
        assertThat(stored.number("select count(*) from commands where body is not null"))
                .isZero();
    }

    @Test
    void aRefusalIsToldAsTheProblemItWouldHaveBeen() {
        String location = submit("add-line", ADD_LINE);

        carryOutAll();

        JsonNode refused = client.get(location).json();
        assertThat(refused.get("status").textValue()).isEqualTo("rejected");
        assertThat(refused.at("/problem/type").textValue()).endsWith("/order-not-found");
        assertThat(refused.at("/problem/status").intValue()).isEqualTo(404);
    }

    @Test
    void originAndExpectedVersionTravelWithTheCommand() {
        client.post(path("create"), CREATE);
        client.post(
                path("add-line"), ADD_LINE, "Prefer", "respond-async", "If-Match", "\"1\"", "X-Correlation-Id", "c-1");
        String stale = client.post(path("add-line"), ADD_LINE, "Prefer", "respond-async", "If-Match", "\"1\"")
                .location()
                .orElseThrow();

        carryOutAll();

        assertThat(stored.outbox().get(1).correlationid()).isEqualTo("c-1");
        assertThat(client.get(stale).json().at("/problem/type").textValue()).endsWith("/stale-version");
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void commandsOfOneOrderKeepTheirOrderAcrossWorkersAndInstances() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE, ASYNC);
        }
        for (int line = 1; line <= 20; line++) {
            for (UUID each : ids) {
                client.post("/orders/" + each + "/add-line", ADD_LINE.replace("Teapot", "Pot " + line), ASYNC);
            }
        }
        try (WriteApi one = service("4");
                WriteApi two = service("4")) {
            assertThat(one.port()).isNotEqualTo(two.port());
            await().until(() -> stored.number("select count(*) from commands where state = 'pending'") == 0);
        }

        assertThat(stored.number("select count(*) from commands where state <> 'accepted'"))
                .isZero();
        for (UUID each : ids) {
            assertThat(stored.number("select count(*) from order_lines where order_id = '" + each
                            + "' and product_name = 'Pot ' || (line_no - 1)"))
                    .isEqualTo(20);
        }
    }

    @Test
    void theSameKeyQueuesOnce() {
        String[] keyed = {"Prefer", "respond-async", "Idempotency-Key", "\"k\""};
        Answer first = client.post(path("create"), CREATE, keyed);

        assertThat(client.post(path("create"), CREATE, keyed)).isEqualTo(first);
        assertThat(client.post(path("create"), CREATE.replace("Ada", "Eve"), keyed)
                        .problem())
                .isEqualTo("key-reused");
        assertThat(stored.number("select count(*) from commands")).isOne();
    }

    @Test
    void whatIsMalformedIsRefusedAtTheDoor() {
        assertThat(client.post(path("create"), "{}", ASYNC).problem()).isEqualTo("malformed-request");
        assertThat(stored.number("select count(*) from commands")).isZero();
    }

    @Test
    void aCommandThatCannotBeCarriedOutIsGivenUpAndDoesNotBlockItsOrderForEver() {
        client.post(path("create"), CREATE);
        String broken = submit("add-line", ADD_LINE);
        String next = submit("add-line", ADD_LINE);
        // As after a release that reads bodies in another way, a week ago.
        DATABASE.admin()
                .useHandle(
                        handle -> handle.execute(
                                "update commands set body = '{}', attempts = 13,"
                                        + " received_at = now() - interval '8 days' where position = (select min(position) from commands)"));

        carryOutAll();

        assertThat(status(broken)).isEqualTo("failed");
        assertThat(status(next)).isEqualTo("accepted");
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void erasingLeavesNothingOfWhatWasQueued() {
        client.post(path("create"), CREATE);
        submit("erase", "{}");
        submit("add-line", ADD_LINE);

        carryOutAll();

        assertThat(stored.number("select count(*) from orders where erased and version = 2"))
                .isOne();
        assertThat(StoredOrder.everything(DATABASE.admin())).doesNotContain("Ada", "Teapot");
    }

    @Test
    void erasingWithoutTheQueueLeavesNothingOfWhatWasQueuedEither() {
        String created = submit("create", CREATE, TRACED);
        carryOutAll();
        String line = submit("add-line", ADD_LINE, TRACED);
        String cancelled = submit("cancel", "{\"reason\":\"Ada moved\"}", TRACED);

        assertThat(client.post(path("erase"), "{}").status()).isEqualTo(200);

        assertThat(StoredOrder.everything(DATABASE.admin()))
                .doesNotContain("Ada", "Teapot", "of-ada", "0af7651916cd43dd8448eb211c80319c");
        assertThat(status(created)).isEqualTo("accepted");
        for (String pending : List.of(line, cancelled)) {
            JsonNode refused = client.get(pending).json();
            assertThat(refused.get("status").textValue()).isEqualTo("rejected");
            assertThat(refused.at("/problem/type").textValue()).endsWith("/order-erased");
        }
    }

    /** A worker that waits for the order would never get it, if the erasure waited for what the worker has in hand. */
    @Test
    void erasingDoesNotWaitForACommandInOtherHands() {
        client.post(path("create"), CREATE);
        String line = submit("add-line", ADD_LINE, TRACED);
        String next = submit("add-line", ADD_LINE, TRACED);
        try (Handle worker = DATABASE.admin().open()) {
            worker.begin();
            worker.execute(
                    "select from commands where id = cast(? as uuid) for update", line.replace("/commands/", ""));

            assertThat(client.post(path("erase"), "{}").status()).isEqualTo(200);

            assertThat(status(line)).isEqualTo("pending");
            assertThat(status(next)).isEqualTo("rejected");
            worker.rollback();
        }
        carryOutAll();
        assertThat(status(line)).isEqualTo("rejected");
        assertThat(StoredOrder.everything(DATABASE.admin())).doesNotContain("Ada", "Teapot", "of-ada");
    }

    /** It names the order, and says why it was refused. */
    @Test
    void whatBecameOfACommandIsForTheClientThatSentItAlone() {
        String shop = ApiKeys.generate();
        String office = ApiKeys.generate();
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_KEYS", "shop:" + ApiKeys.hash(shop) + ",office:" + ApiKeys.hash(office));
        try (WriteApi guarded = WriteApi.start(WriteApiConfig.from(environment))) {
            ApiClient guardedClient = new ApiClient(guarded.port());
            Answer queued = guardedClient.post(
                    path("create"), CREATE, "Prefer", "respond-async", "Authorization", "Bearer " + shop);
            String location = queued.location().orElseThrow();
            Answer own = guardedClient.get(location, "Authorization", "Bearer " + shop);
            Answer foreign = guardedClient.get(location, "Authorization", "Bearer " + office);
            Answer unknown = guardedClient.get("/commands/" + UUID.randomUUID(), "Authorization", "Bearer " + office);

            assertThat(own.json().get("orderId").textValue()).isEqualTo(id.toString());
            assertThat(foreign).isEqualTo(unknown);
            assertThat(foreign.problem()).isEqualTo("command-not-found");
            assertThat(client.get(location).problem())
                    .as("where no API keys are in use")
                    .isEqualTo("command-not-found");
        }
    }

    @Test
    void unknownCommandsAreToldApart() {
        assertThat(client.get("/commands/" + UUID.randomUUID()).problem()).isEqualTo("command-not-found");
        assertThat(client.get("/commands/1").problem()).isEqualTo("malformed-request");
    }

    private String submit(String task, String body) {
        return submit(task, body, ASYNC);
    }

    private String submit(String task, String body, String[] headers) {
        return client.post(path(task), body, headers).location().orElseThrow();
    }

    private void carryOutAll() {
        try (WriteApi working = service("2")) {
            assertThat(working.port()).isPositive();
            await().until(() -> stored.number("select count(*) from commands where state = 'pending'") == 0);
        }
    }

    private static String status(String location) {
        return client.get(location).json().get("status").textValue();
    }

    private static WriteApi service(String workers) {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_WORKERS", workers);
        return WriteApi.start(WriteApiConfig.from(environment));
    }

    private String path(String task) {
        return "/orders/" + id + "/" + task;
    }
}
