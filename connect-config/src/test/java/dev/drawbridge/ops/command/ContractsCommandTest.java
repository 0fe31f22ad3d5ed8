package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a team is told of its contract, on a copy of the one of orders. */
class ContractsCommandTest {
    private static final Path ORDERS = Path.of("contexts/orders");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyOrders() throws IOException {
        try (Stream<Path> files = Files.walk(ORDERS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(ORDERS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void theContractOfOrdersIsSound() {
        assertThat(run("check")).startsWith("Sound: ").endsWith("exit 0");
        assertThat(run("diff")).isEqualTo("Verdict: none, 1.0.0 to 1.0.0\nexit 0");
    }

    @Test
    void aRenamedTypeIsRefusedAndCannotBeReleased() throws IOException {
        replace("order-placed.v1", "order-ordered.v1");
        assertThat(run("docs")).endsWith("exit 0"); // fresh documents do not make it sound
        String gone = "major: 'ce_type com.example.orders.order-placed.v1' is gone: somebody waits for it";
        assertThat(run("check"))
                .contains("order.v1.schema.json breaks what 1.0.0 promised (the contract as it is): " + gone
                        + ". Publish the new shape under a new contract, type and topic, in a context beside this one.")
                .endsWith("exit 1");
        assertThat(run("diff", "--release"))
                .contains(gone, "Verdict: major, 1.0.0 to 2.0.0")
                .doesNotContain("Released")
                .endsWith("exit 1");
    }

    @Test
    void anExtensionMoreIsShownAsCompatibleAndReleased() throws IOException {
        replace("extensions: []", "extensions: [traceparent]");
        assertThat(run("docs")).endsWith("exit 0");
        assertThat(run("check")).contains("Sound: ").endsWith("exit 0");
        assertThat(run("diff", "--release"))
                .isEqualTo(
                        "minor: 'ce_traceparent' is new\nVerdict: minor, 1.0.0 to 1.1.0\nReleased as 1.1.0.\nexit 0");
        assertThat(folder.resolve("released/order.v1-1.1.0.topic.json"))
                .content()
                .contains("\"extensions\" : [ \"traceparent\" ]");
    }

    @Test
    void releasesThatCannotBeComparedAreNoPass() throws IOException {
        Files.delete(folder.resolve("released/order.v1-1.0.0.topic.json"));
        for (String command : new String[] {"check", "diff", "docs"}) {
            assertThat(run(command))
                    .startsWith("released/order.v1-1.0.0.topic.json:1:1: there is no such file: ")
                    .endsWith("exit 1");
        }
        Files.delete(folder.resolve("released/order.v1-1.0.0.json"));
        for (String command : new String[] {"check", "diff", "docs"}) {
            assertThat(run(command))
                    .contains("consumers/order.v1.asyncapi.json refers to release 1.0.0, which is missing")
                    .endsWith("exit 1");
        }
    }

    @Test
    void nothingToCompareWithIsSaidSo() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("consumers"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("released"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(run("docs")).endsWith("exit 0");
        assertThat(run("check"))
                .startsWith("Nothing has been released yet, so there was nothing to compare with.\nSound: ");
    }

    private void replace(String piece, String replacement) throws IOException {
        Path mapping = folder.resolve("mapping.yaml");
        String text = Files.readString(mapping);
        assertThat(text).contains(piece);
        Files.writeString(mapping, text.replace(piece, replacement));
    }

    /** What a person would see, with the exit code; a stack trace would be none. */
    private String run(String command, String... options) {
        StringWriter printed = new StringWriter();
        int exit = Drawbridge.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(Stream.of("contracts", command, folder.toString()), Stream.of(options))
                        .toArray(String[]::new));
        return printed + "exit " + exit;
    }
}
