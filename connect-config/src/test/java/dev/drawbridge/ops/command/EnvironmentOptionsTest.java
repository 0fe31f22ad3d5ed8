package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** As a launcher runs it, which brings files and an environment of its own. */
class EnvironmentOptionsTest {
    private static final String FILES = "drawbridge.files";
    private static final String ENVIRONMENT = "drawbridge.environment";

    @TempDir
    private Path folder;

    private Path checkout;
    private Path local;

    @BeforeEach
    void launch() throws IOException {
        checkout = Files.createDirectories(folder.resolve("checkout"));
        local = Files.writeString(folder.resolve("local.properties"), "files=copy\n");
        System.setProperty(FILES, checkout.toString());
        System.setProperty(ENVIRONMENT, local.toString());
    }

    @AfterEach
    void clear() {
        System.clearProperty(FILES);
        System.clearProperty(ENVIRONMENT);
    }

    @Test
    void aNamedEnvironmentBringsTheFilesThatItNames() throws IOException {
        String environment = write("prod.properties", "files=theirs\n");
        assertThat(options("--environment", environment).files().root()).isEqualTo(folder.resolve("theirs"));
        assertThat(options("--environment", environment).filesAlone().root()).isEqualTo(folder.resolve("theirs"));
        assertThat(options(Map.of("DRAWBRIDGE_ENVIRONMENT", environment))
                        .files()
                        .root())
                .isEqualTo(folder.resolve("theirs"));
    }

    @Test
    void aNamedEnvironmentBringsTheFilesItLiesAmong() throws IOException {
        String environment = write("theirs/environments/prod.properties", "placeholder.a=b\n");
        assertThat(options("--environment", environment).files().root()).isEqualTo(folder.resolve("theirs"));
    }

    @Test
    void theOptionIsAboveAll() throws IOException {
        String environment = write("theirs/environments/prod.properties", "files=other\n");
        Path given = folder.resolve("given");
        assertThat(options("--environment", environment, "--files", given.toString())
                        .files()
                        .root())
                .isEqualTo(given);
    }

    @Test
    void theLaunchersFilesAreThoseOfItsOwnEnvironment() throws IOException {
        assertThat(options().files().root()).isEqualTo(checkout);
        assertThat(options().filesAlone().root()).isEqualTo(checkout);
        assertThat(options("--environment", write("prod.properties", "placeholder.a=b\n"))
                        .files()
                        .root())
                .as("of an environment that has no files")
                .isEqualTo(checkout);
    }

    @Test
    void theEnvironmentVariableNamesOne() throws IOException {
        String environment = write("prod.properties", "files=theirs\n");
        EnvironmentOptions options = options(Map.of("DRAWBRIDGE_ENVIRONMENT", environment));
        assertThat(options.isNamed()).isTrue();
        assertThat(options.environment().file()).isEqualTo(Path.of(environment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aBlankVariableNamesNone(String blank) {
        EnvironmentOptions options = options(Map.of("DRAWBRIDGE_ENVIRONMENT", blank));
        assertThat(options.isNamed()).isFalse();
        assertThat(options.environment().file()).isEqualTo(local);
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static EnvironmentOptions options(String... arguments) {
        return CommandLine.populateCommand(new EnvironmentOptions(Map.of()), arguments);
    }

    private static EnvironmentOptions options(Map<String, String> variables) {
        return new EnvironmentOptions(variables);
    }
}
