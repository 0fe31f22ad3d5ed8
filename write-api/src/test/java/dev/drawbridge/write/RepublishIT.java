package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CANCEL;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.StoredOrder.OutboxRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** Announcing orders once more, beside a service at work. */
class RepublishIT extends RunningWriteApi {
    private static final WriteApiConfig CONFIG = WriteApiConfig.from(DATABASE.environment());

    /** What test_decoding prints of an inserted outbox row. */
    private static final Pattern INSERTED = Pattern.compile(
            "^table public.outbox: INSERT: .*aggregateid\\[text\\]:'([^']+)' version\\[bigint\\]:([0-9]+) ");

    private static final int REPLAYS = 2 * 8 * 8;
    private static final Long LAST = 1 + 6 * 80 / 8L;

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

        assertThat(republish(id.toString())).isZero();

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
    void whyItHadToStopIsSaid() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:1/drawbridge");
        PrintStream console = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(RepublishOrders.run(WriteApiConfig.from(environment), RepublishArguments.parse("--all")))
                    .isEqualTo(1);
        } finally {
            System.setErr(console);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "Stopped before the first order: No connection to PostgreSQL",
                        "(SQLSTATE 08001)",
                        "; go on with --all");
    }

    @Test
    void aVersionWhoseRowIsGoneIsToldNeutrally() {
        UUID id = UUID.randomUUID();
        StoredOrder stored = new StoredOrder(DATABASE.admin(), id);
        client.post("/orders/" + id + "/create", CREATE);
        DATABASE.admin().useHandle(handle -> handle.execute("delete from outbox"));

        assertThat(republish(id.toString())).isZero();

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

        assertThat(republish("--all", "--rate", "100000")).isZero();

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
    void aRunGoesOnAfterTheOrderItEndedWith() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE);
        }
        ids.sort(Comparator.comparing(UUID::toString));

        assertThat(republish("--all", "--after", ids.get(3).toString())).isZero();

        assertThat(ids.stream().map(id -> new StoredOrder(DATABASE.admin(), id)
                        .outbox()
                        .get(0)
                        .replay()))
                .containsExactly(false, false, false, false, true, true);
    }

    @Test
    void anUnknownOrderIsToldByTheExitCode() {
        UUID id = UUID.randomUUID();
        client.post("/orders/" + id + "/create", CREATE);

        assertThat(republish(UUID.randomUUID().toString(), id.toString())).isEqualTo(3);
        assertThat(new StoredOrder(DATABASE.admin(), id).outbox().get(0).replay())
                .isTrue();
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
                        assertThat(republish("--all", "--rate", "100000")).isZero();
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

    private static int republish(String... arguments) {
        return RepublishOrders.run(CONFIG, RepublishArguments.parse(arguments));
    }
}
