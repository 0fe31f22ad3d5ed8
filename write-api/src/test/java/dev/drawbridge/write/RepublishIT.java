package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CANCEL;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.http.ApiKeys;
import dev.drawbridge.write.ApiClient.Answer;
import dev.drawbridge.write.StoredOrder.OutboxRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing orders once more, by an operator, beside a service at work. */
class RepublishIT {
    private static final TestDatabase DATABASE = TestDatabase.of("republish");
    private static final String PATH = "/admin/outbox/republish";
    private static final String KEY = ApiKeys.generate();
    private static final String OPERATOR_KEY = ApiKeys.generate();

    /** What test_decoding prints of an inserted outbox row. */
    private static final Pattern INSERTED = Pattern.compile(
            "^table public.outbox: INSERT: .*aggregateid\\[text\\]:'([^']+)' version\\[bigint\\]:([0-9]+) ");

    private static final int REPLAYS = 2 * 8 * 8;
    private static final Long LAST = 1 + 6 * 80 / 8L;

    private static WriteApi api;
    private static ApiClient client;
    private static WriteApi keyed;

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + ApiKeys.hash(OPERATOR_KEY));
        api = WriteApi.start(WriteApiConfig.from(environment));
        client = new ApiClient(api.port());
        environment.put("WRITE_API_KEYS", "shop:" + ApiKeys.hash(KEY));
        keyed = WriteApi.start(WriteApiConfig.from(environment));
    }

    @AfterAll
    static void stop() {
        api.close();
        keyed.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void theCurrentVersionTakesThePlaceOfItsRowAndIsMarked() {
        UUID id = UUID.randomUUID();
        StoredOrder stored = new StoredOrder(DATABASE.admin(), id);
        client.post("/orders/" + id + "/create", CREATE);
        client.post("/orders/" + id + "/add-line", ADD_LINE);
        client.post("/orders/" + id + "/cancel", CANCEL, "X-Correlation-Id", "c-1");
        List<OutboxRow> before = stored.outbox();
        // As if the row had been written before its payload told the total.
        DATABASE.admin()
                .useHandle(handle ->
                        handle.execute("update outbox set payload = payload #- '{state,total}' where version = 3"));

        assertThat(republish(id)).isOne();

        List<OutboxRow> after = stored.outbox();
        assertThat(after).hasSize(3);
        assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
        OutboxRow replayed = after.get(2);
        assertThat(replayed.replay()).isTrue();
        assertThat(replayed.id()).isNotEqualTo(before.get(2).id());
        assertThat(replayed.version()).isEqualTo(3).isEqualTo(stored.version());
        assertThat(replayed.type()).isEqualTo("OrderCancelled");
        assertThat(replayed.json()).isEqualTo(before.get(2).json());
        assertThat(replayed.json().get("state")).isEqualTo(stored.state());
        assertThat(replayed.correlationid()).isEqualTo("c-1");
        assertThat(replayed.occurredAtUpdate()).isTrue();
    }

    @Test
    void aVersionWhoseRowIsGoneIsPublishedNeutrally() {
        UUID id = UUID.randomUUID();
        StoredOrder stored = new StoredOrder(DATABASE.admin(), id);
        client.post("/orders/" + id + "/create", CREATE);
        DATABASE.admin().useHandle(handle -> handle.execute("delete from outbox"));

        assertThat(republish(id)).isOne();

        assertThat(stored.outbox()).singleElement().satisfies(row -> {
            assertThat(row.type()).isEqualTo("OrderRepublished");
            assertThat(row.json().get("state")).isEqualTo(stored.state());
            assertThat(row.replay()).isTrue();
        });
    }

    @Test
    void allMeansErasedOnesToo() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE);
        }
        client.postNothing("/orders/" + ids.get(3) + "/erase");

        assertThat(republishAll(5)).isEqualTo(12);

        for (UUID id : ids) {
            List<OutboxRow> rows = new StoredOrder(DATABASE.admin(), id).outbox();
            assertThat(rows).singleElement().satisfies(row -> assertThat(row.replay())
                    .isTrue());
        }
        assertThat(new StoredOrder(DATABASE.admin(), ids.get(3)).outbox().get(0))
                .satisfies(row -> {
                    assertThat(row.type()).isEqualTo("OrderErased");
                    assertThat(row.payload()).isNull();
                    assertThat(row.version()).isEqualTo(2);
                });
    }

    @Test
    void aConcurrentCommandNeverEndsWithAnOlderVersionPublishedAfterANewer() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE);
        }
        try (Handle admin = DATABASE.admin().open()) {
            admin.execute("select pg_create_logical_replication_slot('republish', 'test_decoding')");
            try {
                changeWhileRepublishing(ids);
                List<String> changes = new ArrayList<>();
                // WAL is decoded once it is flushed, which is a little later here.
                await().until(() -> {
                    changes.addAll(
                            admin.createQuery("select data from pg_logical_slot_get_changes('republish', null, null)")
                                    .mapTo(String.class)
                                    .list());
                    return replays(changes) == REPLAYS
                            && newest(changes).values().stream().allMatch(LAST::equals);
                });
                assertVersionsNeverGoBack(changes);
            } finally {
                admin.execute("select pg_drop_replication_slot('republish')");
            }
        }
    }

    private static void changeWhileRepublishing(List<UUID> ids) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 80; i++) {
                        assertThat(client.post("/orders/" + ids.get(i % ids.size()) + "/add-line", ADD_LINE)
                                        .status())
                                .isEqualTo(200);
                    }
                }));
            }
            for (int thread = 0; thread < 2; thread++) {
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 8; i++) {
                        assertThat(republishAll(3)).isEqualTo(8);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertVersionsNeverGoBack(List<String> changes) {
        Map<String, Long> newest = new HashMap<>();
        for (String change : changes) {
            Matcher inserted = INSERTED.matcher(change);
            if (inserted.find()) {
                long version = Long.parseLong(inserted.group(2));
                assertThat(version).isGreaterThanOrEqualTo(newest.getOrDefault(inserted.group(1), 0L));
                newest.put(inserted.group(1), version);
            }
        }
    }

    private static Map<String, Long> newest(List<String> changes) {
        Map<String, Long> newest = new HashMap<>();
        for (String change : changes) {
            Matcher inserted = INSERTED.matcher(change);
            if (inserted.find()) {
                newest.merge(inserted.group(1), Long.valueOf(inserted.group(2)), Math::max);
            }
        }
        return newest;
    }

    private static long replays(List<String> changes) {
        return changes.stream()
                .filter(change -> INSERTED.matcher(change).find() && change.contains("replay[boolean]:true"))
                .count();
    }

    @Test
    void pagesFollowOneAnother() {
        List<UUID> ids = create(6);
        ids.sort(Comparator.comparing(UUID::toString));

        JsonNode page = answer("{\"aggregateType\":\"order\",\"after\":\"" + ids.get(1) + "\",\"limit\":2}");

        assertThat(page.get("republished").intValue()).isEqualTo(2);
        assertThat(page.get("next").textValue()).isEqualTo(ids.get(3).toString());
        assertThat(ids.stream().map(id -> new StoredOrder(DATABASE.admin(), id)
                        .outbox()
                        .get(0)
                        .replay()))
                .containsExactly(false, false, true, true, false, false);
        JsonNode last = answer("{\"aggregateType\":\"order\",\"after\":\"" + ids.get(3) + "\",\"limit\":3}");
        assertThat(last.get("republished").intValue()).isEqualTo(2);
        assertThat(last.get("next").isNull()).isTrue();
    }

    @Test
    void whatIsSentAgainLeavesTheSame() {
        UUID id = create(1).get(0);
        StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

        republish(id);
        OutboxRow once = stored.outbox().get(0);
        republish(id);

        assertThat(stored.outbox()).singleElement().satisfies(row -> {
            assertThat(row.version()).isEqualTo(once.version());
            assertThat(row.json()).isEqualTo(once.json());
            assertThat(row.replay()).isTrue();
        });
    }

    @Test
    void idsWithoutAnOrderAreListed() {
        UUID unknown = UUID.randomUUID();
        UUID known = create(1).get(0);

        JsonNode answer = answer("{\"aggregateType\":\"order\",\"ids\":[\"" + unknown + "\",\"x\",\"" + known + "\"]}");

        assertThat(answer.get("republished").intValue()).isOne();
        assertThat(answer.get("missing")).extracting(JsonNode::textValue).containsExactly(unknown.toString(), "x");
        assertThat(new StoredOrder(DATABASE.admin(), known).outbox().get(0).replay())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | malformed-request      | {}",
                "400 | malformed-request      | {'aggregateType':'order','ids':[]}",
                "400 | malformed-request      | {'aggregateType':'order','after':'x'}",
                "400 | malformed-request      | {'aggregateType':'order','limit':0}",
                "400 | malformed-request      | {'aggregateType':'order','limit':501}",
                "400 | malformed-request      | {'aggregateType':'order','rate':5}",
                "400 | malformed-request      | {'aggregateType':'order','ids':['01890a5d-ac96-774b-bcce-b302099a8057'],'limit':1}",
                "422 | unknown-aggregate-type | {'aggregateType':'parcel'}"
            })
    void otherRequestsAreRefused(int status, String problem, String body) {
        Answer answer = client.post(PATH, body.replace('\'', '"'), "Authorization", "Bearer " + OPERATOR_KEY);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
    }

    @Test
    void aBatchIsBounded() {
        String ids = Stream.generate(() -> "\"" + UUID.randomUUID() + "\"")
                .limit(501)
                .collect(Collectors.joining(","));

        Answer answer = client.post(
                PATH, "{\"aggregateType\":\"order\",\"ids\":[" + ids + "]}", "Authorization", "Bearer " + OPERATOR_KEY);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("1 to 500");
    }

    @Test
    void onlyOperatorsMayAndTheyMayNothingElse() {
        ApiClient shop = new ApiClient(keyed.port());
        String all = "{\"aggregateType\":\"order\"}";
        String create = "/orders/" + UUID.randomUUID() + "/create";

        assertThat(shop.post(PATH, all).problem()).isEqualTo("unauthorized");
        assertThat(shop.post(PATH, all, "Authorization", "Bearer " + ApiKeys.generate())
                        .problem())
                .isEqualTo("unauthorized");
        assertThat(shop.post(PATH, all, "Authorization", "Bearer " + KEY).problem())
                .isEqualTo("forbidden");
        assertThat(shop.post(PATH, all, "Authorization", "Bearer " + OPERATOR_KEY)
                        .status())
                .isEqualTo(200);
        assertThat(shop.post(create, CREATE, "Authorization", "Bearer " + OPERATOR_KEY)
                        .problem())
                .isEqualTo("unauthorized");
    }

    /** Clients may do without keys; operators may not. */
    @Test
    void withoutOperatorsKeysNobodyMay() {
        try (WriteApi open = WriteApi.start(WriteApiConfig.from(DATABASE.environment()))) {
            Answer answer = new ApiClient(open.port()).post(PATH, "{\"aggregateType\":\"order\"}");

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    private static List<UUID> create(int orders) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE);
        }
        return ids;
    }

    private static int republish(UUID id) {
        return answer("{\"aggregateType\":\"order\",\"ids\":[\"" + id + "\"]}")
                .get("republished")
                .intValue();
    }

    private static int republishAll(int limit) {
        int republished = 0;
        String after = "null";
        do {
            JsonNode page = answer("{\"aggregateType\":\"order\",\"limit\":" + limit + ",\"after\":" + after + "}");
            republished += page.get("republished").intValue();
            after = page.get("next").toString();
        } while (!after.equals("null"));
        return republished;
    }

    private static JsonNode answer(String body) {
        Answer answer = client.post(PATH, body, "Authorization", "Bearer " + OPERATOR_KEY);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
