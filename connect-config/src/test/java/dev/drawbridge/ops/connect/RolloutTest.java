package dev.drawbridge.ops.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.files.ConnectorFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RolloutTest {

    @Test
    void applyingEndsTheTasksOfTheLastConfigurationFirst() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        AtomicBoolean stopped = new AtomicBoolean();
        HttpServer worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(call);
            if (call.endsWith("/stop")) {
                stopped.set(true);
            }
            String answer = call.endsWith("/status")
                    ? "{\"name\":\"c\",\"connector\":{\"state\":\"" + (stopped.get() ? "STOPPED" : "RUNNING")
                            + "\"},\"tasks\":[]}"
                    : "{\"connector.class\":\"x\",\"a\":\"1\"}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        worker.start();
        try {
            ConnectApi connect = new ConnectApi(
                    URI.create("http://127.0.0.1:" + worker.getAddress().getPort()));
            new Rollout(connect).apply(new ConnectorFile("c", Map.of("connector.class", "x", "a", "2")));
        } finally {
            worker.stop(0);
        }
        assertThat(asked)
                .containsSubsequence("PUT /connectors/c/stop", "PUT /connectors/c/config", "PUT /connectors/c/resume");
    }
}
