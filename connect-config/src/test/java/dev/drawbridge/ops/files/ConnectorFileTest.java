package dev.drawbridge.ops.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
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
        environment = Placeholders.of(Map.of("a.port", "1")).with(Map.of("b", "$2"));
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

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("connector.json"), text);
    }
}
