package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process: how it starts, what it says when it cannot, how it ends. */
class ProcessIT {
    private static final TestDatabase DATABASE = TestDatabase.of("process");

    /** More than the 50 that Java asks room for by itself, fewer than the 128 that some systems have at most. */
    private static final int CLIENTS = 100;

    private static final int CONNECT_MILLIS = 10_000;

    private final Path directory;

    ProcessIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(Map.of("WRITE_API_PORT", Integer.toString(taken.getLocalPort())));

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(log().strip())
                    .startsWith("Cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("WRITE_API_PORT")
                    .doesNotContain("\n");
        }
    }

    @Test
    void aMissingSettingIsOneClearLine() throws Exception {
        Process process = start(Map.of("WRITE_DB_PASSWORD", ""));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log().strip())
                .isEqualTo("WRITE_DB_PASSWORD is not set: set it, for example to the password of that role.");
    }

    @Test
    void aUrlThatIsNoneIsOneClearLine() throws Exception {
        Process process = start(Map.of("WRITE_DB_URL", "jdbc:postgresql://user:s3cret@127.0.0.1/drawbridge"));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log().strip()).startsWith("WRITE_DB_URL is not a URL").doesNotContain("\n", "s3cret");
    }

    @Test
    void aRunningRequestIsFinishedBeforeTheEnd() throws Exception {
        DATABASE.clear();
        Process process = start(Map.of());
        int port = ServiceProcess.awaitPort(process, logFile());
        ApiClient client = new ApiClient(port);
        UUID id = UUID.randomUUID();
        client.post("/orders/" + id + "/create", ApiClient.CREATE);

        CompletableFuture<ApiClient.Answer> slow;
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            slow = CompletableFuture.supplyAsync(() -> client.post("/orders/" + id + "/add-line", ApiClient.ADD_LINE));
            await(() -> waitsForALock(id));
            process.destroy();
            await(() -> log().contains("Stopping"));
            await(() -> !accepts(port));
            lock.rollback();
        }

        assertThat(slow.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("Stopped").doesNotContain("Ada", "Teapot", id.toString());
    }

    /** One that may take its time: a byte now and then, for longer than running requests are waited for. */
    @Test
    void everythingIsStoppedThoughARequestDoesNotEnd() throws Exception {
        Process process = start(Map.of("WRITE_API_BODY_TIMEOUT", "PT1M"));
        int port = ServiceProcess.awaitPort(process, logFile());
        try (Socket client = connect(port)) {
            send(
                    client,
                    request("/orders/" + UUID.randomUUID() + "/place")
                            + "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n");
            assertThat(answer(client)).startsWith("HTTP/1.1 100"); // it reads by now
            process.destroy();
            for (int i = 0; i < 100 && process.isAlive(); i++) {
                trickle(client);
                process.waitFor(300, TimeUnit.MILLISECONDS);
            }
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(log())
                .contains(
                        "Stopping", "The HTTP server did not stop in order: requests still ran after 10 s", "Stopped");
        assertThat(log()).doesNotContain("Exception in thread", "\tat ");
    }

    @Test
    void whoSendsOnWhileItStopsIsToldToComeBack() throws Exception {
        DATABASE.clear();
        Process process = start(Map.of());
        int port = ServiceProcess.awaitPort(process, logFile());
        UUID id = UUID.randomUUID();
        new ApiClient(port).post("/orders/" + id + "/create", ApiClient.CREATE);
        try (Handle lock = DATABASE.admin().open();
                Socket waiting = connect(port);
                Socket client = connect(port)) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            String place = request("/orders/" + UUID.randomUUID() + "/place") + "Content-Length: 0\r\n\r\n";
            send(client, place);
            assertThat(answer(client)).startsWith("HTTP/1.1 404").doesNotContain("close");
            send(waiting, request("/orders/" + id + "/erase") + "Content-Length: 0\r\n\r\n");
            await(() -> waitsForALock(id));
            process.destroy();
            await(() -> !accepts(port));
            send(client, place);

            assertThat(answer(client))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .contains("application/problem+json", "/problems/unavailable")
                    .doesNotContain("internal");
            lock.rollback();
            assertThat(answer(waiting)).startsWith("HTTP/1.1 200");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("Stopped");
    }

    /** While it is stopped it takes no client up: the kernel keeps those for whom it was asked to have room. */
    @Test
    void clientsThatComeAtOnceAreKeptUntilTheyAreTakenUp() throws Exception {
        Process process = start(Map.of());
        int port = ServiceProcess.awaitPort(process, logFile());
        List<Socket> clients = new ArrayList<>();
        try {
            signal(process, "STOP");
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = new Socket();
                clients.add(client);
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            }
        } finally {
            signal(process, "CONT");
            for (Socket client : clients) {
                client.close();
            }
            process.destroy();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean waitsForALock(UUID id) {
        return new StoredOrder(DATABASE.admin(), id)
                        .number(
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                == 1;
    }

    private static String request(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static void trickle(Socket client) {
        try {
            send(client, " ");
        } catch (IOException e) { // closed by then
        }
    }

    /** One read: answers are short. */
    private static String answer(Socket client) throws IOException {
        byte[] bytes = new byte[8_192];
        int length = client.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(length, 0), StandardCharsets.UTF_8);
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process start(Map<String, String> overrides) throws IOException {
        Map<String, String> settings = new HashMap<>(DATABASE.environment());
        settings.putAll(overrides);
        return ServiceProcess.start(settings, logFile());
    }

    private Path logFile() {
        return directory.resolve("log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier fact) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(fact::getAsBoolean);
    }
}
