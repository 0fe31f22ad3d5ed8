package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script ./drawbridge in a checkout without sources, with a Java and a Maven that say how they were called. */
class LauncherScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in *-XshowSettings*) echo ' java.specification.version = 17' >&2; exit 0 ;; esac
            echo "java in $(pwd -P): $*"
            """;

    private static final String MAVEN = """
            #!/bin/sh
            mkdir -p local-stack/target/dist
            """;

    @TempDir
    private Path folder;

    private Path checkout;
    private Path caller;

    @BeforeEach
    void copy() throws IOException {
        folder = folder.toRealPath();
        checkout = Files.createDirectories(folder.resolve("checkout"));
        caller = Files.createDirectories(folder.resolve("caller"));
        Files.copy(Path.of("../drawbridge"), checkout.resolve("drawbridge"), StandardCopyOption.COPY_ATTRIBUTES);
        executable("java/bin/java", JAVA);
        executable("checkout/mvnw", MAVEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apply --environment prod.properties",
                "render --to out",
                "contracts check some/folder",
                "quarantine list --environment prod.properties",
                "status --environment prod.properties",
                "status --environment=prod.properties"
            })
    void commandsForAnyEnvironmentAreBuiltAndTakeTheCallersPaths(String arguments) throws Exception {
        assertThat(run(Map.of(), arguments.split(" ")))
                .contains("Built in", "java in " + caller + ": ", "LocalDrawbridge " + arguments)
                .endsWith("exit 0");
    }

    @Test
    void statusOfANamedEnvironmentNeedsNoStack() throws Exception {
        assertThat(run(Map.of("DRAWBRIDGE_ENVIRONMENT", "prod.properties"), "status"))
                .contains("java in " + caller)
                .endsWith("exit 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "down", "logs"})
    void whatIsAboutTheStackNeedsOne(String command) throws Exception {
        assertThat(run(Map.of(), command))
                .contains("begin with ./drawbridge up")
                .endsWith("exit 1");
    }

    @Test
    void theHomeIsTheCallersToo() throws Exception {
        assertThat(run(Map.of("DRAWBRIDGE_HOME", "mine"), "check"))
                .contains("-Ddrawbridge.home=" + caller.resolve("mine"), "-Ddrawbridge.dist=" + caller.resolve("mine"));
    }

    private void executable(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Output and exit code. */
    private String run(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("../checkout/drawbridge"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(caller.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DRAWBRIDGE_"));
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(variables);
        int exit = builder.start().waitFor();
        return Files.readString(output) + "exit " + exit;
    }
}
