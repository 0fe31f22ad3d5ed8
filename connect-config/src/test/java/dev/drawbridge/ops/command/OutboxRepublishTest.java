package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a write service that answers what it is given. */
class OutboxRepublishTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private final HttpServer service;

    @TempDir
    private Path folder;

    OutboxRepublishTest() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("key"), "operators-key\n");
        service.createContext("/admin/outbox/republish", exchange -> {
            asked.add(JSON.readTree(exchange.getRequestBody()));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String[] answer = answers.remove().split(" ", 2);
            byte[] body = answer[1].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void allIsPageByPageAndSaysWhereToGoOn() throws Exception {
        answers.add("200 {\"republished\":500,\"missing\":[],\"next\":\"x500\"}");
        answers.add("200 {\"republished\":3,\"missing\":[],\"next\":null}");
        assertThat(republish("--all", "--rate", "100000", "--after", "x0"))
                .contains("500 republished; go on with --all --after x500", "503 republished.")
                .endsWith("exit 0");
        assertThat(asked).extracting(request -> request.path("after").asText()).containsExactly("x0", "x500");
        assertThat(asked)
                .allSatisfy(request ->
                        assertThat(request.path("aggregateType").asText()).isEqualTo("parcel"));
        assertThat(keys).containsOnly("Bearer operators-key");
    }

    @Test
    void anUnknownAggregateIsSaidByTheExitCode() throws Exception {
        answers.add("200 {\"republished\":1,\"missing\":[\"b\"],\"next\":null}");
        assertThat(republish("a", "b"))
                .contains("1 republished.", "There is no parcel b.")
                .endsWith("exit 1");
        assertThat(asked)
                .singleElement()
                .extracting(request -> request.path("ids").size())
                .isEqualTo(2);
    }

    @Test
    void aServiceThatIsBusyIsAskedAgain() throws Exception {
        answers.add("503 {\"type\":\"unavailable\",\"title\":\"Unavailable\"}");
        answers.add("200 {\"republished\":1,\"missing\":[],\"next\":null}");
        assertThat(republish("a")).contains("1 republished.").endsWith("exit 0");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whyItHadToStopIsSaidWithTheRemedyAndWithoutTheKey() throws Exception {
        answers.add("403 {\"type\":\"forbidden\",\"title\":\"Forbidden\"}");
        assertThat(republish("a"))
                .contains("HTTP 403 forbidden", "write-api.key")
                .doesNotContain("operators-key")
                .endsWith("exit 1");
        answers.add("200 <html>a proxy</html>");
        assertThat(republish("a"))
                .contains("is no write service", "write-api.url")
                .endsWith("exit 1");
    }

    @Test
    void idsOrAllButNotBoth() throws Exception {
        assertThat(republish()).contains("--all").endsWith("exit 2");
        assertThat(republish("a", "--all")).endsWith("exit 2");
        assertThat(asked).isEmpty();
    }

    private String republish(String... arguments) throws Exception {
        Path environment = Files.writeString(
                folder.resolve("this.properties"),
                "write-api.url=http://127.0.0.1:" + service.getAddress().getPort() + "\nwrite-api.key=${file:key}\n");
        StringWriter printed = new StringWriter();
        int exit = Drawbridge.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(
                                Stream.of(
                                        "outbox",
                                        "republish",
                                        "--type",
                                        "parcel",
                                        "--environment",
                                        environment.toString()),
                                Stream.of(arguments))
                        .toArray(String[]::new));
        return printed + "exit " + exit;
    }
}
