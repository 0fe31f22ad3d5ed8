package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.ApiClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The process is killed with SIGKILL under load, again and again: nothing is half done, nothing that was answered is lost. */
class KilledIT {
    private static final TestDatabase DATABASE = TestDatabase.get();
    private static final int CLIENTS = 8;
    private static final int ORDERS = 12;

    private final List<UUID> orders = new ArrayList<>();
    private final Map<String, Answer> answered = new ConcurrentHashMap<>();
    private final Queue<String> queued = new ConcurrentLinkedQueue<>();

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
        for (int i = 0; i < ORDERS; i++) {
            orders.add(UUID.randomUUID());
        }
        for (int round = 0; round < times; round++) {
            int before = answered.size();
            Process process = start();
            AtomicBoolean open = new AtomicBoolean(true);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            try {
                ApiClient client = listening(process);
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int number = round * CLIENTS + i;
                    clients.add(threads.submit(() -> load(client, number, open)));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> answered.size() >= before + 60);
                process.destroyForcibly(); // SIGKILL
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
                open.set(false);
                for (Future<?> one : clients) {
                    one.get(30, TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdownNow();
                process.destroyForcibly();
            }
            awaitNobodyConnected();
            Agreement.demand(DATABASE);
        }
        finish();
    }

    /** A last process that is not killed: the queue runs empty, and every answer is given again as it was. */
    private void finish() throws Exception {
        Process process = start();
        try {
            ApiClient client = listening(process);
            await().atMost(Duration.ofSeconds(60)).until(() -> pending() == 0);
            for (Map.Entry<String, Answer> one : answered.entrySet()) {
                String[] parts = one.getKey().split(" ", -1);
                assertThat(send(client, UUID.fromString(parts[0]), parts[1], parts[2]))
                        .isEqualTo(one.getValue());
            }
            for (String location : queued) {
                assertThat(client.get(location).json().get("status").textValue())
                        .isIn("done", "refused");
            }
            assertThat(queued).isNotEmpty();
            Agreement.demand(DATABASE);
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private void load(ApiClient client, int number, AtomicBoolean open) {
        for (int i = 0; open.get(); i++) {
            UUID order = orders.get((number + i) % ORDERS);
            String task = i % 5 == 0 ? "create" : "add-line";
            try {
                if (i % 7 == 3) {
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

    private static Answer send(ApiClient client, UUID order, String task, String key) {
        return client.post("/orders/" + order + "/" + task, body(task), "Idempotency-Key", "\"" + key + "\"");
    }

    private static String body(String task) {
        return task.equals("create") ? CREATE : ADD_LINE;
    }

    private static long pending() {
        return number("select count(*) from commands where state = 'pending'");
    }

    /** What the killed process had begun is rolled back once PostgreSQL notices that it is gone. */
    private static void awaitNobodyConnected() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> number("select count(*) from pg_stat_activity where usename = 'drawbridge_writer'"
                                + " and application_name = 'drawbridge-write-api' and state <> 'idle'")
                        == 0);
    }

    private static long number(String sql) {
        try (Handle handle = DATABASE.admin().open()) {
            return handle.createQuery(sql).mapTo(Long.class).one();
        }
    }

    private int port;

    private Process start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WriteApi.class.getName());
        builder.environment().putAll(DATABASE.environment());
        builder.environment().put("WRITE_API_PORT", String.valueOf(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private ApiClient listening(Process process) {
        ApiClient client = new ApiClient(port);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
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
