package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against a worker that finds everything sound, and has one connector that runs with another configuration. */
class ConnectConfigTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer worker;

    @TempDir
    private Path folder;

    private Path connector = Path.of("");
    private boolean stopped;

    ConnectConfigTest() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        connector = Files.writeString(
                folder.resolve("c.json"), "{\"name\":\"c\",\"config\":{\"connector.class\":\"x\",\"a\":\"2\"}}");
        worker.createContext("/", exchange -> {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(call);
            stopped |= call.endsWith("/stop");
            byte[] answer = answer(call).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        worker.start();
    }

    private String answer(String call) {
        if (call.endsWith("/validate")) {
            return "{\"error_count\":0,\"configs\":[]}";
        }
        if (call.endsWith("/status")) {
            String state = stopped ? "STOPPED" : "RUNNING";
            return "{\"name\":\"c\",\"connector\":{\"state\":\"" + state + "\"},\"tasks\":[]}";
        }
        return "{\"connector.class\":\"x\",\"a\":\"1\"}";
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void theWorkerIsThatOfTheEnvironment() throws Exception {
        assertThat(call("check", "connect.url=" + url())).isZero();
        assertThat(asked).singleElement().asString().endsWith("/validate");
    }

    @Test
    void theOptionTakesItsPlace() throws Exception {
        assertThat(call("check", "connect.url=http://127.0.0.1:1", "--connect", url()))
                .isZero();
        assertThat(asked).hasSize(1);
    }

    @Test
    void withoutEitherNoWorkerIsAsked() {
        assertThatThrownBy(() -> call("apply", "a=b"))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("--connect URL", "connect.url", "this.properties");
        assertThat(asked).isEmpty();
    }

    @Test
    void applyingEndsTheTasksOfTheLastConfigurationFirst() throws Exception {
        assertThat(call("apply", "connect.url=" + url())).isZero();
        assertThat(asked)
                .containsSubsequence("PUT /connectors/c/stop", "PUT /connectors/c/config", "PUT /connectors/c/resume");
    }

    private String url() {
        return "http://127.0.0.1:" + worker.getAddress().getPort();
    }

    private int call(String step, String environment, String... options) throws Exception {
        Path place = Files.writeString(folder.resolve("this.properties"), environment + "\n");
        ConnectConfig command = new ConnectConfig();
        CommandLine line = new CommandLine(command);
        line.parseArgs(Stream.concat(
                        Stream.of(step, connector.toString(), "--environment", place.toString()), Stream.of(options))
                .toArray(String[]::new));
        return command.call();
    }
}
