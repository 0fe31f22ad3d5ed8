package dev.drawbridge.stack.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextStepsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/home/ada/clone", "/home/ada/my clone", "/home/ada's/$(clone)/`x`/\"y\"", "'"})
    void aPathIsOneWordForAShell(String path) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + NextSteps.quoted(path)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(path);
    }
}
