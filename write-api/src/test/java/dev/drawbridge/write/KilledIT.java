package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed with SIGKILL under load, again and again: nothing is half done, nothing that was answered is lost. */
class KilledIT {
    private static final TestDatabase DATABASE = TestDatabase.of("killed");
    private static final int CLIENTS = 8;
    private static final int ORDERS = 12;

    /** Many, so that a kill meets some of them between any two steps. */
    private static final int WORKERS = 6;

    private final Map<String, Answer> answered = new ConcurrentHashMap<>();
    private final Queue<String> queued = new ConcurrentLinkedQueue<>();
    private final Path log;

    KilledIT(@TempDir Path directory) {
        log = directory.resolve("log");
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void threeTimes() throws Exception {
        kill(3);
    }

    @Test
    @Tag("soak")
    void twentyTimes() throws Exception {
        kill(20);
    }

    private void kill(int times) throws Exception {
        for (int round = 0; round < times; round++) {
            killOnce(round);
            awaitNobodyConnected();
            Agreement.requireThatAllIsAnswered(DATABASE);
        }
        finish();
        assertThat(number("select count(*) from orders where erased")).isPositive();
        assertThat(number("select count(*) from orders where status = 'PLACED'"))
                .isPositive();
    }

    /** Each round has orders of its own: those of before have all their lines, are placed, or erased. */
    private void killOnce(int round) throws Exception {
        List<UUID> orders = Stream.generate(UUID::randomUUID).limit(ORDERS).collect(Collectors.toList());
        int before = answered.size();
        Process process = start();
        AtomicBoolean open = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            ApiClient client = listening(process);
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = round * CLIENTS + i;
                clients.add(threads.submit(() -> load(client, orders, number, open)));
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> answered.size() >= before + 150);
            process.destroyForcibly(); // SIGKILL
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            open.set(false);
            for (Future<?> one : clients) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
            process.destroyForcibly();
        }
    }

    /** A last process that is not killed: the queue runs empty, and every answer is given again as it was. */
    private void finish() throws Exception {
        Process process = start();
        try {
            ApiClient client = listening(process);
            await().atMost(Duration.ofMinutes(3)).until(() -> pending() == 0);
            Agreement.requireThatAllIsAnswered(DATABASE);
            answered.forEach((question, answer) -> requireAgain(client, question, answer));
            for (String location : queued) {
                assertThat(client.get(location).json().get("status").textValue())
                        .isIn("accepted", "rejected");
            }
            assertThat(queued).isNotEmpty();
            Agreement.requireThatAllIsAnswered(DATABASE);
        } finally {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }

    /** What an erased order had answered before is forgotten; that it was erased, and what it answered since, is not. */
    private static void requireAgain(ApiClient client, String question, Answer answer) {
        String[] parts = question.split(" ", -1);
        Answer again = send(client, UUID.fromString(parts[0]), parts[1], parts[2]);
        boolean forgotten = !again.equals(answer)
                && number("select count(*) from orders where erased and id = '" + parts[0] + "'") == 1
                && !(parts[1].equals("erase") && answer.status() == 200);
        if (forgotten) {
            assertThat(again.problem()).as(question).isEqualTo("order-erased");
        } else {
            assertThat(again).as(question).isEqualTo(answer);
        }
    }

    private void load(ApiClient client, List<UUID> orders, int number, AtomicBoolean open) {
        Random dice = new Random(number);
        for (int i = 0; open.get(); i++) {
            UUID order = orders.get(dice.nextInt(ORDERS));
            String task = task(dice.nextInt(150));
            try {
                if (i % 3 > 0) { // more than the workers can do, so that a kill meets them at work
                    Answer answer = client.post("/orders/" + order + "/" + task, body(task), "Prefer", "respond-async");
                    answer.location().ifPresent(queued::add);
                } else {
                    String key = number + "-" + i;
                    Answer answer = send(client, order, task, key);
                    if (answer.status() < 500 && !answer.text().contains("key-in-flight")) {
                        answered.put(order + " " + task + " " + key, answer);
                    }
                }
            } catch (AssertionError cut) { // the process was killed: whether it was carried out is seen by its key
                return;
            }
        }
    }

    /** Few are the last of their order. */
    private static String task(int thrown) {
        return switch (thrown) {
            case 0, 1 -> "erase";
            case 2, 3, 4 -> "place";
            default -> thrown % 6 == 5 ? "create" : "add-line";
        };
    }

    private static Answer send(ApiClient client, UUID order, String task, String key) {
        return client.post("/orders/" + order + "/" + task, body(task), "Idempotency-Key", "\"" + key + "\"");
    }

    private static String body(String task) {
        return switch (task) {
            case "create" -> CREATE;
            case "add-line" -> ADD_LINE;
            default -> "{}";
        };
    }

    private static long pending() {
        return number("select count(*) from commands where state = 'pending'");
    }

    /** What the killed process had begun is rolled back once PostgreSQL notices that it is gone. */
    private static void awaitNobodyConnected() {
        await().until(() -> number(
                        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'drawbridge_writer'"
                                + " and application_name = 'drawbridge-write-api' and state <> 'idle'")
                == 0);
    }

    private static long number(String sql) {
        try (Handle handle = DATABASE.admin().open()) {
            return handle.createQuery(sql).mapTo(Long.class).one();
        }
    }

    private Process start() throws IOException {
        Map<String, String> settings = new HashMap<>(DATABASE.environment());
        settings.put("WRITE_WORKERS", String.valueOf(WORKERS));
        return ServiceProcess.start(settings, log, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    private ApiClient listening(Process process) {
        ApiClient client = new ApiClient(ServiceProcess.awaitPort(process, log));
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).isTrue();
            try {
                return client.get("/ready").status() == 200;
            } catch (AssertionError notYet) {
                return false;
            }
        });
        return client;
    }
}
