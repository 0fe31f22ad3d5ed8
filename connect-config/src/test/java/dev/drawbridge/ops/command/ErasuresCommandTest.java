package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/** Where neither Kafka nor Elasticsearch may be asked for anything. */
class ErasuresCommandTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer worker;

    @TempDir
    private Path folder;

    ErasuresCommandTest() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        Path readModel = Files.createDirectories(folder.resolve("readmodels/parcels"));
        Files.writeString(readModel.resolve("sink.json"), "{\"name\":\"s\",\"config\":{\"connector.class\":\"x\"}}");
        worker.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void anUnknownReadModelIsRefusedBeforeAnythingIsAsked() throws Exception {
        assertThat(purge("parcels", "parcel"))
                .contains("has no read model parcel.", "It has parcels.")
                .endsWith("exit 1");
        assertThat(asked).isEmpty();
    }

    /** Every marker would look forgotten to the Kafka of somewhere else. */
    @Test
    void whereTheClusterOfConnectIsNotKnownNothingIsPurged() throws Exception {
        assertThat(purge("--delete"))
                .contains("does not say which Kafka cluster", "connect.url")
                .endsWith("exit 1");
        assertThat(asked).containsExactly("/");
    }

    private String purge(String... arguments) throws Exception {
        Path environment = Files.writeString(
                folder.resolve("this.properties"),
                "connect.url=http://127.0.0.1:" + worker.getAddress().getPort() + "\n"
                        + "kafka.bootstrap.servers=127.0.0.1:1\nelasticsearch.url=http://127.0.0.1:1\n");
        StringWriter printed = new StringWriter();
        int exit = Drawbridge.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(
                                Stream.of(
                                        "erasures",
                                        "purge",
                                        "--environment",
                                        environment.toString(),
                                        "--files",
                                        folder.toString()),
                                Stream.of(arguments))
                        .toArray(String[]::new));
        return printed + "exit " + exit;
    }
}
