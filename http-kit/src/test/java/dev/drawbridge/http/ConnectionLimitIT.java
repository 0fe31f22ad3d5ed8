package dev.drawbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections than are served at once, with a limit that any machine has the file descriptors for. */
class ConnectionLimitIT {
    private static final int LIMIT = 3;

    /** Beyond the limit, each but the first of Jetty's acceptor threads, four at most, takes one that comes. */
    private static final int BEYOND = 4;

    private final TestServer server = new TestServer(Duration.ofSeconds(10), LIMIT);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void whatComesBeyondTheLimitWaitsUntilOthersHaveGone() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(TestServer.answer(asking())).startsWith("HTTP/1.1 200");
        }
        for (int i = 0; i < BEYOND; i++) {
            asking();
        }
        Socket last = sockets.remove(sockets.size() - 1);

        await().during(Duration.ofMillis(500)).until(() -> last.getInputStream().available() == 0);
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.add(last);
        assertThat(TestServer.answer(last)).startsWith("HTTP/1.1 200");
    }

    private Socket asking() throws IOException {
        Socket socket = server.connect();
        sockets.add(socket);
        TestServer.send(socket, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        return socket;
    }
}
