package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.stack.component.LocalEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool as it is distributed, against a worker of the oldest Connect, with a context and a read model of other names than the
 * sample's, whose folders are not there.
 */
@UsesStack
class ToolArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SHELL_BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");

    private final TestStack stack;
    private final ExtraWorker worker;

    @TempDir
    private Path folder;

    private Path files;
    private Path environment;
    private Path tool;

    ToolArchiveIT(TestStack stack) throws Exception {
        this.stack = stack;
        this.worker = ExtraWorker.oldest(stack, "drawbridge-archive");
    }

    @BeforeEach
    void unpackAndStart() throws Exception {
        files = folder.resolve("files");
        environment = folder.resolve("elsewhere.properties");
        assertThat(sh("tar -xzf " + archive() + " -C " + folder)).endsWith("exit 0");
        try (Stream<Path> unpacked = Files.list(folder)) {
            tool = unpacked.filter(path -> path.getFileName().toString().startsWith("drawbridge-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("drawbridge");
        }
        Path original = stack.distribution.connectConfig();
        copy(original.resolve("contexts/orders"), files.resolve("contexts/parcels"));
        copy(original.resolve("readmodels/orders"), files.resolve("readmodels/parcel-search"));
        worker.start();
        String local = Files.readString(LocalEnvironment.file(stack.home));
        Files.writeString(
                environment,
                local.replaceAll("(?m)^connect\\.url=.*$", "connect.url=" + worker.uri())
                        .replaceAll("(?m)^files=.*$", "files=" + files)
                        .replace("${file:../secrets.properties", "${file:" + stack.home.secrets()));
    }

    private static Path archive() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("../connect-config/target"))) {
            return built.filter(path -> path.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("connect-config has not been packaged"))
                    .toRealPath();
        }
    }

    /** Renames what has a name of the sample's; the sink's user may write to the sample's index alone. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.writeString(
                            copy,
                            Files.readString(file)
                                    .replace("orders.public.v1", "parcels.public.v1")
                                    .replace("__debezium-heartbeat.orders", "__debezium-heartbeat.parcels")
                                    .replace("\"topic.prefix\": \"orders\"", "\"topic.prefix\": \"parcels\"")
                                    .replace("drawbridge_orders", "drawbridge_parcels")
                                    .replace("orders-outbox", "parcels-outbox")
                                    .replace("order-search", "parcel-search")
                                    .replace("\"connection.username\": \"sink\"", "\"connection.username\": \"admin\"")
                                    .replace("elasticsearch.sink.password", "elasticsearch.admin.password"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (String connector : List.of("parcels-outbox", "parcel-search")) {
            TestStack.untilConnectIsNotBusy(() -> worker.client().delete(connector));
        }
        worker.stop();
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
            try (Connection connection = stack.database("postgres")) {
                return connection.createStatement().execute("select pg_drop_replication_slot('drawbridge_parcels')");
            }
        });
    }

    @Test
    void deploysContextAndReadModelOfOtherNamesWithoutTheLocalStack() throws Exception {
        try (Stream<Path> jars = Files.list(tool.resolveSibling("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(jar -> jar.matches("(local-stack|write-api|cdc-connector|es-sink)-.*"));
        }
        assertThat(drawbridge("outbox init"))
                .contains("slot drawbridge_parcels exists")
                .endsWith("exit 0");
        assertThat(drawbridge("check"))
                .contains("Topic parcels.public.v1 does not exist", "connector parcels-outbox")
                .endsWith("exit 1");
        assertThat(drawbridge("apply"))
                .contains("topics applied, created ", "parcels.public.v1", "connectors applied")
                .endsWith("exit 0");
        assertThat(drawbridge("check"))
                .contains("2 connectors checked, 0 findings")
                .endsWith("exit 0");
        assertThat(drawbridge("status"))
                .contains("parcels-outbox", "parcel-search")
                .doesNotContain("orders-outbox")
                .endsWith("exit 0");

        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Ada\",\"customerCity\":\"Oslo\"}");
        await().atMost(PATIENCE)
                .until(() -> document("parcel-search", order).path("_version").asLong() == 1);
        assertThat(document("parcel-search-000001", order).path("found").asBoolean())
                .isTrue();
        assertThat(drawbridge("contracts preview --rows 1"))
                .contains("order-created.v1", "Ada")
                .endsWith("exit 0");
        assertThat(drawbridge("quarantine list")).contains("quarantined.").endsWith("exit 0");
        assertThat(drawbridge("outbox republish --type order " + order))
                .contains("1 republished.")
                .endsWith("exit 0");
        assertThat(drawbridge("erasures purge"))
                .contains("parcel-search: 0 erasure markers")
                .endsWith("exit 0");

        rendersWhatCurlDeploys();
    }

    /** The how-to page, its blocks one after the other. */
    private void rendersWhatCurlDeploys() throws Exception {
        Path source = files.resolve("contexts/parcels/source.json");
        Files.writeString(
                source,
                Files.readString(source).replace("\"tasks.max\"", "\"poll.interval.ms\": \"7\", \"tasks.max\""));
        String page = Files.readString(Path.of("../docs/how-to/deploy-with-curl.md"));
        String blocks =
                SHELL_BLOCK.matcher(page).results().map(block -> block.group(1)).collect(Collectors.joining());
        assertThat(blocks).contains("drawbridge render", "curl ");
        for (String connector : List.of("parcels-outbox", "parcel-search")) {
            assertThat(sh("set -e; cd " + folder + "; PATH=" + tool.getParent()
                            + ":$PATH; export DRAWBRIDGE_ENVIRONMENT=" + environment + "; CONNECT=" + worker.uri()
                            + " NAME=" + connector + "\n" + blocks))
                    .endsWith("exit 0");
        }
        assertThat(worker.client().configs().get("parcels-outbox")).containsEntry("poll.interval.ms", "7");
        assertThat(worker.client().isRunning("parcels-outbox")).isTrue();
        assertThat(drawbridge("apply")).as("has nothing to do").endsWith("exit 0");
    }

    private JsonNode document(String index, UUID order) throws Exception {
        return TestStack.JSON.readTree(stack.elasticsearch("admin", "GET", "/" + index + "/_doc/" + order, null)
                .body());
    }

    private String drawbridge(String arguments) throws Exception {
        return sh(tool + " " + arguments + " --environment " + environment);
    }

    /** Output and exit code. */
    private String sh(String script) throws Exception {
        Path output = Files.createTempFile(folder, "sh", ".out");
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().waitFor();
        return Files.readString(output) + "exit " + exit;
    }
}
