package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and bodies that take longer than they may, however they do it. */
class SlowRequestsIT {
    private static final TestDatabase DATABASE = TestDatabase.get();
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(3);

    /** Below the 15 s after which an idle connection is closed, with room for a busy machine. */
    private static final Duration AT_MOST = Duration.ofSeconds(12);

    private static WriteApi api;

    private final UUID id = UUID.randomUUID();

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_BODY_TIMEOUT", BODY_TIMEOUT.toString());
        api = WriteApi.start(WriteApiConfig.from(environment));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\n",
                "Content-Length: 100\r\n\r\n{",
                "Transfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
            })
    void aBodyThatStandsStillIsRefusedInTime(String rest) throws IOException {
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            send(socket, head() + rest);

            assertRefusedInTime(socket, begin);
        }
    }

    /** What comes is framing alone, so that nothing of a body can be read, yet the connection is never idle. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Transfer-Encoding: chunked\r\n\r\n1;x=", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x="})
    void aBodyOfWhichOnlyFramingComesIsRefusedInTime(String rest) throws Exception {
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            send(socket, head() + rest);
            CompletableFuture<Void> framing = CompletableFuture.runAsync(() -> trickle(socket, "x"));

            assertRefusedInTime(socket, begin);
            socket.shutdownOutput();
            framing.get(60, TimeUnit.SECONDS);
        }
    }

    /** Never idle, and nothing of it reaches a handler. */
    @ParameterizedTest
    @ValueSource(strings = {"", "POST /", "POST /orders HTTP/1.1\r\nHost: x\r\nX-Slow: "})
    void headersThatTakeTooLongEndTheConnection(String begin) throws Exception {
        try (Socket socket = connect()) {
            send(socket, begin);
            CompletableFuture<Void> headers =
                    CompletableFuture.runAsync(() -> trickle(socket, begin.isEmpty() ? "\r\n" : "x"));

            assertThat(hasEnded(socket)).isTrue();
            headers.get(60, TimeUnit.SECONDS);
        }
    }

    /** The clock of the first must not run on for the others. */
    @Test
    void manyRequestsOnOneConnectionMayTakeLongerTogether() throws Exception {
        new ApiClient(api.port()).post("/orders/" + id + "/create", ApiClient.CREATE);
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < BODY_TIMEOUT.multipliedBy(3).toNanos()) {
                String request = addLine();
                send(socket, request.substring(0, 20));
                pause(BODY_TIMEOUT.dividedBy(4));
                send(socket, request.substring(20));
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aBodyInTimeLeavesTimeForItsCommandAndForTheNextOne() throws Exception {
        new ApiClient(api.port()).post("/orders/" + id + "/create", ApiClient.CREATE);
        try (Socket socket = connect();
                Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);
            send(socket, addLine());
            pause(BODY_TIMEOUT.plusMillis(300));
            lock.rollback();
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");

            pause(BODY_TIMEOUT.plusMillis(300));
            send(socket, addLine());
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    private String head() {
        return "POST /orders/" + id + "/add-line HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    }

    private String addLine() {
        return head() + "Content-Length: " + ApiClient.ADD_LINE.length() + "\r\n\r\n" + ApiClient.ADD_LINE;
    }

    private static void assertRefusedInTime(Socket socket, long begin) throws IOException {
        assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(BODY_TIMEOUT, AT_MOST);
    }

    /** What came after the end resets the connection, maybe before the end is read. */
    private static boolean hasEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** One read: answers are short. */
    private static String answer(Socket socket) throws IOException {
        byte[] bytes = new byte[8_192];
        int length = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(length, 0), StandardCharsets.UTF_8);
    }

    private static void trickle(Socket socket, String text) {
        try {
            for (int i = 0; i < 400; i++) {
                send(socket, text);
                pause(Duration.ofMillis(20));
            }
        } catch (IOException closed) { // as it should be
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
