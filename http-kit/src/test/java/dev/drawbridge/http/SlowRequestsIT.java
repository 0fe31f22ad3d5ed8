package dev.drawbridge.http;

import static dev.drawbridge.http.TestServer.answer;
import static dev.drawbridge.http.TestServer.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and bodies that take longer than they may, however they do it; all of them at the same time. */
@Execution(ExecutionMode.CONCURRENT)
class SlowRequestsIT {
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(3);

    /** Below the 15 s after which an idle connection is closed, with room for a busy machine. */
    private static final Duration AT_MOST = Duration.ofSeconds(12);

    private static final String BODY = "{\"a\":1}";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(BODY_TIMEOUT, 100);
    }

    @AfterAll
    static void stop() {
        server.close();
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
        try (Socket socket = server.connect()) {
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
        try (Socket socket = server.connect()) {
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
        try (Socket socket = server.connect()) {
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
        try (Socket socket = server.connect()) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < BODY_TIMEOUT.multipliedBy(3).toNanos()) {
                String request = request();
                send(socket, request.substring(0, 20));
                pause(BODY_TIMEOUT.dividedBy(4));
                send(socket, request.substring(20));
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aBodyInTimeLeavesTimeForItsWorkAndForTheNextOne() throws Exception {
        try (TestServer working = new TestServer(BODY_TIMEOUT, 100);
                Socket socket = working.connect()) {
            working.work = BODY_TIMEOUT.plusMillis(300);
            send(socket, request());
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");

            working.work = Duration.ZERO;
            pause(BODY_TIMEOUT.plusMillis(300));
            send(socket, request());
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    private static String head() {
        return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    }

    private static String request() {
        return head() + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
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

    private static void trickle(Socket socket, String text) {
        try {
            for (int i = 0; i < 400; i++) {
                send(socket, text);
                pause(Duration.ofMillis(20));
            }
        } catch (IOException closed) { // as it should be
        }
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
