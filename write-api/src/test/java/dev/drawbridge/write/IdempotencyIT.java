package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.ApiClient.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are sent more than once, and what a service may demand of them. */
class IdempotencyIT extends RunningWriteApi {
    private static final String KEY = "01890a5d-ac96-774b-bcce-b302099a8057";

    private final UUID id = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

    @Test
    void theSameCommandUnderTheSameKeyIsCarriedOutOnce() {
        Answer created = keyed("create", CREATE, "a");
        Answer first = keyed("add-line", ADD_LINE, "b");
        keyed("add-line", ADD_LINE, "c");

        assertThat(keyed("add-line", ADD_LINE, "b")).isEqualTo(first);
        assertThat(keyed("create", CREATE, "a")).isEqualTo(created);
        assertThat(created.status()).isEqualTo(201);
        assertThat(stored.version()).isEqualTo(3);
        assertThat(stored.outbox()).hasSize(3);
    }

    @Test
    void aRefusalStaysARefusal() {
        Answer refused = keyed("add-line", ADD_LINE, "a");
        keyed("create", CREATE, "b");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(keyed("add-line", ADD_LINE, "a")).isEqualTo(refused);
        assertThat(stored.version()).isEqualTo(1);
    }

    @Test
    void aKeyIsForOneCommandOnly() {
        keyed("create", CREATE, KEY);

        for (Answer other : List.of(
                keyed("create", CREATE.replace("Ada", "Eve"), KEY),
                keyed("add-line", ADD_LINE, KEY),
                client.post("/orders/" + UUID.randomUUID() + "/create", CREATE, "Idempotency-Key", "\"" + KEY + "\""),
                client.post(path("create"), CREATE, "Idempotency-Key", "\"" + KEY + "\"", "If-Match", "\"0\""))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.problem()).isEqualTo("key-reused");
        }
        assertThat(stored.version()).isEqualTo(1);
    }

    @Test
    void theIdMayBeWrittenInCapitalsTheSecondTime() throws Exception {
        keyed("create", CREATE, "a");

        Answer again = client.post(
                "/orders/" + id.toString().toUpperCase(Locale.ROOT) + "/create", CREATE, "Idempotency-Key", "\"a\"");

        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(stored.version()).isEqualTo(1);
    }

    @Test
    void whileTheFirstIsNotAnsweredTheSecondIsTold() throws Exception {
        keyed("create", CREATE, "a");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            Future<Answer> slow = threads.submit(() -> keyed("add-line", ADD_LINE, "b"));
            await().until(() -> stored.number(
                            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                    == 1);

            Answer second = keyed("add-line", ADD_LINE, "b");

            assertThat(second.status()).isEqualTo(409);
            assertThat(second.problem()).isEqualTo("key-in-flight");
            lock.rollback();
            assertThat(slow.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(keyed("add-line", ADD_LINE, "b").etag()).contains("\"2\"");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ofManyAtOnceOneHasAnEffect() throws Exception {
        keyed("create", CREATE, "a");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> keyed("add-line", ADD_LINE, "b")));
            }
            for (Future<Answer> one : all) {
                Answer answer = one.get(30, TimeUnit.SECONDS);
                assertThat(answer.status()).as(answer.text()).isIn(200, 409);
                assertThat(answer.status() == 200 || answer.problem().equals("key-in-flight"))
                        .isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(keyed("add-line", ADD_LINE, "b").etag()).contains("\"2\"");
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void erasingForgetsTheAnswersToo() {
        keyed("create", CREATE, "a");
        keyed("add-line", ADD_LINE, "b");
        Answer erased = keyed("erase", "{}", "c");

        assertThat(stored.number("select count(*) from idempotency_keys")).isOne();
        assertThat(keyed("erase", "{}", "c")).isEqualTo(erased);
        assertThat(keyed("add-line", ADD_LINE, "b").problem()).isEqualTo("order-erased");
        assertThat(stored.version()).isEqualTo(3);
    }

    /** Whoever lost the 202 sends the erasure again, and must not learn that the order was erased by somebody. */
    @Test
    void aQueuedErasureDoesNotForgetItsOwnAnswer() {
        keyed("create", CREATE, "a");
        String[] later = {"Idempotency-Key", "\"b\"", "Prefer", "respond-async"};
        client.post(path("add-line"), ADD_LINE, later);
        later[1] = "\"c\"";
        Answer queued = client.post(path("erase"), "{}", later);
        await().until(() -> stored.number("select count(*) from commands where state = 'accepted'") == 2);

        assertThat(client.post(path("erase"), "{}", later)).isEqualTo(queued);
        assertThat(stored.number("select count(*) from idempotency_keys")).isOne();
        assertThat(stored.number("select count(*) from commands")).isEqualTo(2);
        assertThat(client.get(queued.location().orElseThrow())
                        .json()
                        .get("status")
                        .textValue())
                .isEqualTo("accepted");
        assertThat(keyed("create", CREATE, "a").problem()).isEqualTo("order-erased");
    }

    /** A hash of what was asked may be a hash of personal data, and the answer is the same without it. */
    @Test
    void thatTheOrderIsErasedIsNotRemembered() {
        keyed("create", CREATE, "a");
        client.post(path("erase"), "{}");

        Answer refused = keyed("create", CREATE, "b");
        Answer stale = client.post(path("add-line"), ADD_LINE, "Idempotency-Key", "\"c\"", "If-Match", "\"1\"");
        Answer queued = client.post(path("add-line"), ADD_LINE, "Idempotency-Key", "\"d\"", "Prefer", "respond-async");
        await().until(() -> stored.number("select count(*) from commands where state = 'rejected'") == 1);

        assertThat(refused.problem()).isEqualTo("order-erased");
        assertThat(stale.problem()).isEqualTo("order-erased");
        assertThat(stored.number("select count(*) from idempotency_keys")).isZero();
        assertThat(keyed("create", CREATE, "b")).isEqualTo(refused);
        assertThat(client.get(queued.location().orElseThrow())
                        .json()
                        .at("/problem/type")
                        .textValue())
                .endsWith("/order-erased");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\"\"", "\"a\"b\"", "\"a\\\\b\"", "'x'"})
    void aKeyThatIsNoQuotedStringIsMalformed(String key) {
        Answer answer = client.post(path("create"), CREATE, "Idempotency-Key", key);

        assertThat(answer.problem()).isEqualTo("malformed-request");
        assertThat(stored.version()).isZero();
    }

    @Test
    void aServiceMayDemandKeysAndVersions() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_REQUIRE_IF_MATCH", "true");
        environment.put("WRITE_API_REQUIRE_IDEMPOTENCY_KEY", "true");
        try (WriteApi strict = WriteApi.start(WriteApiConfig.from(environment))) {
            ApiClient other = new ApiClient(strict.port());
            String[] key = {"Idempotency-Key", "\"k\""};

            assertThat(other.post(path("create"), CREATE).problem()).isEqualTo("malformed-request");
            assertThat(other.post(path("create"), CREATE, key).status()).isEqualTo(201);
            Answer blind = other.post(path("add-line"), ADD_LINE, "Idempotency-Key", "\"l\"");
            assertThat(blind.status()).isEqualTo(428);
            assertThat(blind.problem()).isEqualTo("if-match-required");
            assertThat(other.post(path("add-line"), ADD_LINE, "Idempotency-Key", "\"l\"", "If-Match", "\"1\"")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void withApiKeysEachClientHasItsOwn() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        String shop = dev.drawbridge.http.ApiKeys.generate();
        String office = dev.drawbridge.http.ApiKeys.generate();
        environment.put(
                "WRITE_API_KEYS",
                "shop:" + dev.drawbridge.http.ApiKeys.hash(shop) + ",office:"
                        + dev.drawbridge.http.ApiKeys.hash(office));
        try (WriteApi guarded = WriteApi.start(WriteApiConfig.from(environment))) {
            ApiClient other = new ApiClient(guarded.port());
            for (String wrong : List.of("Bearer " + shop + "x", "Basic " + shop, shop, "Bearer ")) {
                Answer answer = other.post(path("create"), CREATE, "Authorization", wrong);
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.problem()).isEqualTo("unauthorized");
            }
            assertThat(other.post(path("create"), CREATE).problem()).isEqualTo("unauthorized");
            assertThat(stored.version()).isZero();

            String[] asShop = {"Authorization", "Bearer " + shop, "Idempotency-Key", "\"same\""};
            String[] asOffice = {"Authorization", "Bearer " + office, "Idempotency-Key", "\"same\""};
            assertThat(other.post(path("create"), CREATE, asShop).status()).isEqualTo(201);
            assertThat(other.post(path("add-line"), ADD_LINE, asOffice).status())
                    .isEqualTo(200);
            assertThat(other.get("/health").status()).isEqualTo(200);
        }
    }

    private Answer keyed(String task, String body, String key) {
        return client.post(path(task), body, "Idempotency-Key", "\"" + key + "\"");
    }

    private String path(String task) {
        return "/orders/" + id + "/" + task;
    }
}
