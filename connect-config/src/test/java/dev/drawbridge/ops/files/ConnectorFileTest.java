package dev.drawbridge.ops.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.IndexFile;
import dev.drawbridge.ops.kafka.TopicsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorFileTest {
    @TempDir
    private Path folder;

    private Placeholders environment;

    @BeforeEach
    void environment() throws IOException {
        environment = Placeholders.read(Files.writeString(folder.resolve("local.properties"), "a.port=1\n"))
                .with(Map.of("b", "$2"));
    }

    @Test
    void fillsPlaceholdersAndLeavesConnectsOwnReferences() throws IOException {
        Path file = write("{\"name\":\"n\",\"config\":{\"x\":\"{{a.port}}-{{b}}\",\"y\":\"${file:/s:k}\"}}");
        assertThat(ConnectorFile.read(file, environment))
                .isEqualTo(new ConnectorFile("n", Map.of("x", "1-$2", "y", "${file:/s:k}")));
    }

    @Test
    void namesThePlaceholderThatTheEnvironmentLacks() throws IOException {
        Path file = write("{\"name\":\"n\",\"config\":{\"x\":\"{{c}}\"}}");
        assertThatThrownBy(() -> ConnectorFile.read(file, environment))
                .hasMessageContaining("connector.json, x, asks for {{c}}")
                .hasMessageContaining("environments/");
    }

    @Test
    void refusesOptionsThatAreNoText() throws IOException {
        for (String value : new String[] {"null", "{}", "[1]"}) {
            Path file = write("{\"name\":\"n\",\"config\":{\"x\":" + value + "}}");
            assertThatThrownBy(() -> ConnectorFile.read(file, environment))
                    .isInstanceOf(ActionRequiredException.class)
                    .hasMessageContaining("connector.json, x, is null, an array or an object");
        }
        Path file = write("{\"name\":\"n\",\"config\":{\"x\":\"{{bundle:m.yaml\"}}");
        assertThatThrownBy(() -> ConnectorFile.read(file, environment)).isInstanceOf(ActionRequiredException.class);
    }

    @Test
    void inlinesABundleByteForByte() throws IOException {
        Files.writeString(folder.resolve("m.yaml"), "a: {{b}} # \"ü\"\n");
        Path file = write("{\"name\":\"n\",\"config\":{\"x\":\"{{bundle:m.yaml}}\"}}");
        assertThat(ConnectorFile.read(file, environment).config())
                .containsEntry("x", "{\"m.yaml\":\"a: {{b}} # \\\"ü\\\"\\n\"}");
    }

    @Test
    void saysWhereAFileIsBroken() throws IOException {
        Path file = write("{\"name\":\"n\",\n  oops}");
        assertThatThrownBy(() -> ConnectorFile.read(file, environment)).hasMessageContaining("line 2");
        Path other = write("[]");
        assertThatThrownBy(() -> ConnectorFile.read(other, environment)).hasMessageContaining("is not a connector");
    }

    @Test
    void everyFileOfThisModuleIsReadable() {
        Placeholders local = Placeholders.read(Path.of("environments/local.properties"))
                .with(Map.of("secrets.file", "/secrets.properties"));
        assertThat(ConnectorFile.read(Path.of("contexts/orders/source.json"), local)
                        .config())
                .containsEntry("database.port", "5432")
                .containsEntry("database.password", "${file:/secrets.properties:postgres.capture.password}");
        assertThat(ConnectorFile.read(Path.of("readmodels/order-search/sink.json"), local)
                        .name())
                .isEqualTo("order-search");
        TopicsFile.read(
                Path.of("contexts/orders/topics.json"), Placeholders.read(Path.of("environments/compose.properties")));
        TopicsFile.read(
                Path.of("readmodels/order-search/topics.json"),
                Placeholders.read(Path.of("environments/compose.properties")));
        IndexFile.read(Path.of("readmodels/order-search/index.json"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("connector.json"), text);
    }
}
