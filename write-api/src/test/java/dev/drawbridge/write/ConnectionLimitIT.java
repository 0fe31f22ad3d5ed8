package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.http.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

    private final WriteApi api = WriteApi.start(config());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        api.close();
    }

    @Test
    void whatComesBeyondTheLimitWaitsUntilOthersHaveGone() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(answer(asking())).startsWith("HTTP/1.1 200");
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
        assertThat(answer(last)).startsWith("HTTP/1.1 200");
    }

    private static WriteApiConfig config() {
        WriteApiConfig config = WriteApiConfig.from(TestDatabase.get().environment());
        HttpSettings http = config.http();
        return new WriteApiConfig(
                new HttpSettings(
                        http.host(),
                        http.port(),
                        http.keys(),
                        http.requireIfMatch(),
                        http.requireIdempotencyKey(),
                        http.bodyTimeout(),
                        LIMIT),
                config.database(),
                config.care());
    }

    private Socket asking() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** One read: answers are short. */
    private static String answer(Socket socket) throws IOException {
        byte[] bytes = new byte[8_192];
        int length = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(length, 0), StandardCharsets.UTF_8);
    }
}
