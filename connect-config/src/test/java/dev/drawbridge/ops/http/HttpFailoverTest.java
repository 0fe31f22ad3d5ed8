package dev.drawbridge.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.environment.HttpAccess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With an instance to which no connection comes about, as behind a firewall that drops packets. */
class HttpFailoverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MORE_THAN_WAIT_TO_BE_ACCEPTED = 8;

    private final List<SocketChannel> waiting = new ArrayList<>();
    private final HttpServer other;
    private final ServerSocket silent;

    HttpFailoverTest() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void start() throws IOException {
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        other.start();
        for (int i = 0; i < MORE_THAN_WAIT_TO_BE_ACCEPTED; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(silent.getLocalSocketAddress());
            waiting.add(channel);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (SocketChannel each : waiting) {
            each.close();
        }
        silent.close();
        other.stop(0);
    }

    @Test
    void theNextInstanceIsAsked() throws Exception {
        assertThat(send(url(silent.getLocalPort()), url(other.getAddress().getPort())))
                .isEqualTo(204);
    }

    @Test
    void whereThereIsNoOtherItIsUnreachable() {
        assertThatThrownBy(() -> send(url(silent.getLocalPort()))).isInstanceOf(ConnectException.class);
    }

    private static int send(URI... instances) throws IOException, InterruptedException {
        return new HttpEndpoint(new HttpAccess(List.of(instances), Optional.empty(), Optional.empty()))
                .send("/", TIMEOUT, HttpRequest.Builder::GET)
                .statusCode();
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
