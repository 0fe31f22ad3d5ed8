package dev.drawbridge.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class LocalDrawbridgeTest {
    private static final Local LOCAL = new Local(Path.of("target/home"), Path.of("target/dist"), Map.of());

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysHowItIsUsed(String command) {
        StringWriter said = new StringWriter();
        int exitCode = LocalDrawbridge.commandLine(LOCAL)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(said))
                .execute((command + " --help").split(" "));
        assertThat(said.toString()).contains("Usage: drawbridge " + command + " ");
        assertThat(exitCode).isZero();
    }

    static Stream<String> commands() {
        return commands("", LocalDrawbridge.commandLine(LOCAL));
    }

    private static Stream<String> commands(String above, CommandLine line) {
        return line.getSubcommands().entrySet().stream().flatMap(each -> {
            String command = above + each.getKey();
            return Stream.concat(Stream.of(command), commands(command + " ", each.getValue()));
        });
    }
}
