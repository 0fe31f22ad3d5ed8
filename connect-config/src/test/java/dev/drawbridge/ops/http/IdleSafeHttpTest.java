package dev.drawbridge.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleSafeHttpTest {

    @Test
    void aConnectionThatWasIdleForLongIsNotUsedAgain() throws Exception {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('x');
            exchange.close();
        });
        server.start();
        try {
            AtomicLong clock = new AtomicLong();
            IdleSafeHttp http = new IdleSafeHttp(Optional.empty(), clock::get);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .build();
            http.send(request);
            clock.addAndGet(Duration.ofSeconds(29).toNanos());
            http.send(request);
            clock.addAndGet(Duration.ofSeconds(31).toNanos());
            http.send(request);
        } finally {
            server.stop(0);
        }
        assertThat(ports.get(1)).isEqualTo(ports.get(0));
        assertThat(ports.get(2)).isNotEqualTo(ports.get(0));
    }
}
