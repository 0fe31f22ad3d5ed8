package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.command.Drawbridge;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.kafka.SinkGroup;
import dev.drawbridge.stack.component.LocalEnvironment;
import dev.drawbridge.stack.component.PostgresServer;
import dev.drawbridge.stack.component.Secrets;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.demo.Sample;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack for the whole run of the suite: started for the first test that asks for it, on free ports and in a folder of
 * its own, stopped after the last.
 */
final class TestStack implements AutoCloseable {
    /** Amounts stay exact, so that two that differ are never taken for the same. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Names of the sample: its index, its alias and its slot. */
    static final String INDEX = "orders-000001";

    static final String ALIAS = "orders";
    static final String SLOT = "drawbridge_orders";

    final Home home;
    final Distribution distribution;
    final Stack stack;
    final Secrets secrets;

    /** What test classes lock of the one stack that all of them use. */
    static final String LOCK = "stack";

    /** Gives a test method or constructor the suite's stack. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(TestStack.class, key -> start(), TestStack.class);
        }
    }

    private TestStack(Home home, Distribution distribution, Stack stack) {
        this.home = home;
        this.distribution = distribution;
        this.stack = stack;
        this.secrets = Secrets.in(home.secrets());
    }

    static TestStack start() {
        try {
            Distribution distribution = new Distribution(Path.of(System.getProperty("drawbridge.dist")));
            Path folder = distribution.root().resolveSibling("it-home");
            wipe(folder);
            Home home = Home.at(folder);
            Stack stack = new Stack(
                    distribution,
                    home,
                    Ports.free(),
                    (what, took) -> System.out.printf("  %-34s %6d ms%n", what, took.toMillis()));
            TestStack started = new TestStack(home, distribution, stack);
            try {
                stack.up();
            } catch (ActionRequiredException e) {
                started.close();
                throw e;
            }
            return started;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stack.down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What an earlier run left, ended by kill -9 perhaps, is stopped and removed. */
    private static void wipe(Path folder) throws IOException, InterruptedException {
        if (!Files.exists(folder)) {
            return;
        }
        new Stack(new Distribution(folder), Home.at(folder), Ports.free(), (what, took) -> {}).down();
        Home.delete(folder);
    }

    /** Sends a command and returns the version it made. */
    long command(UUID order, String task, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(order, task, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(task + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).get("version").asLong();
    }

    HttpResponse<String> send(UUID order, String task, String body) throws IOException, InterruptedException {
        return Probe.send(Probe.request(stack.writeApi.uri().resolve("/orders/" + order + "/" + task), null)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** A request to Elasticsearch as {@code user}; a null body makes it a GET. */
    HttpResponse<String> elasticsearch(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        return Probe.send(Probe.request(stack.elasticsearch.uri().resolve(path), stack.elasticsearch.credentials(user))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** The document as stored ({@code found}, {@code _version}, {@code _source}), seen by the administrator. */
    JsonNode document(UUID order) throws IOException, InterruptedException {
        return JSON.readTree(elasticsearch("admin", "GET", "/" + TestStack.INDEX + "/_doc/" + order, null)
                .body());
    }

    /** The sample's source connector, as its file says. */
    ConnectorFile source() {
        return sample().context().source();
    }

    /** The sample's sink connector, as its file says. */
    ConnectorFile sink() {
        return sample().readModel().sink();
    }

    SinkGroup sinkGroup() {
        return new SinkGroup(stack.broker.access(), sink());
    }

    private Sample sample() {
        try {
            return Sample.of(stack.files());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a person sees of a command of {@code ./drawbridge} against this stack, with the exit code. */
    String run(String... arguments) {
        StringWriter printed = new StringWriter();
        int exit = Drawbridge.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--environment",
                                        LocalEnvironment.file(home).toString()))
                        .toArray(String[]::new));
        return printed + "exit " + exit;
    }

    /** What a connector's configuration holds in place of a secret. */
    String reference(String secret) {
        return "${file:" + home.secrets() + ":" + secret + "}";
    }

    Connection database(String role) throws SQLException {
        String password = role.equals("postgres")
                ? secrets.get(Secrets.POSTGRES_ADMIN)
                : secrets.get("postgres." + role.replace("drawbridge_", "") + ".password");
        return stack.postgres
                .dataSource(PostgresServer.DATABASE, role, password)
                .getConnection();
    }

    interface Call {
        void make() throws Exception;
    }

    /** Repeats a call of Connect, which refuses some while its workers find together. */
    static void untilConnectIsNotBusy(Call call) {
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            call.make();
            return true;
        });
    }

    Topic topic(String name) {
        return new Topic(stack.broker.bootstrap(), name);
    }
}
