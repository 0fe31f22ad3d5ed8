package dev.drawbridge.stack.demo.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    private static final Plan ONE_COMMAND = new Plan(1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> problems = new ArrayList<>();
    private HttpServer writeApi;
    private int status = 503;

    @BeforeEach
    void start() throws IOException {
        writeApi = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        writeApi.createContext("/orders/", this::answer);
        writeApi.start();
    }

    @AfterEach
    void stop() {
        writeApi.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "contended"})
    void whoIsTurnedAwaySendsTheSameAgain(String problem) throws InterruptedException {
        problems.add(problem);
        problems.add(problem);
        send();
        assertThat(heard).containsExactly("sending", "turned away", "turned away", "accepted 1");
        assertThat(asked).hasSize(3);
        assertThat(asked.stream().distinct()).hasSize(1);
    }

    @Test
    void aCommandThatMayHaveBeenCommittedIsNotSentAgain() throws InterruptedException {
        problems.add("outcome-unknown");
        send();
        assertThat(heard).containsExactly("sending", "unanswered");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatAStoryProvokesIsRefused() throws InterruptedException {
        status = 409;
        problems.add("too-late");
        send();
        assertThat(heard).containsExactly("sending", "refused");
    }

    @ParameterizedTest
    @CsvSource({"401, unauthorized", "404, no-such-path", "429, ''"})
    void anyOtherRefusalIsTold(int answer, String problem) throws InterruptedException {
        status = answer;
        problems.add(problem);
        send();
        assertThat(heard).containsExactly("sending", ("denied " + answer + " " + problem).strip());
    }

    private void send() throws InterruptedException {
        URI root = URI.create("http://127.0.0.1:" + writeApi.getAddress().getPort() + "/");
        new Sender(root, new Workload(new Random(1), 1), new Heard()).send(ONE_COMMAND);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(
                exchange.getRequestURI() + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = problems.isEmpty()
                ? new byte[0]
                : ("{\"type\":\"https://drawbridge.dev/problems/" + problems.remove(0) + "\"}").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Retry-After", "0");
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        exchange.sendResponseHeaders(body.length == 0 ? 201 : status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private final class Heard implements Sender.Answers {
        @Override
        public void sending(Command command) {
            heard.add("sending");
        }

        @Override
        public void accepted(Command command, int version, long due, long now) {
            heard.add("accepted " + version);
        }

        @Override
        public void refused() {
            heard.add("refused");
        }

        @Override
        public void denied(String answer) {
            heard.add("denied " + answer);
        }

        @Override
        public void unanswered() {
            heard.add("unanswered");
        }

        @Override
        public void retried() {
            heard.add("turned away");
        }
    }
}
