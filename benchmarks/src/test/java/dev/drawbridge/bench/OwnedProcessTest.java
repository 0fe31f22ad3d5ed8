package dev.drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedProcessTest {
    private static final int SECONDS_TO_END = 60;

    /** A benchmark that starts a server, prints the server's pid, and goes on until it is interrupted. */
    static final class Interrupted {
        public static void main(String[] args) throws Exception {
            System.out.println(OwnedProcess.start(server()).handle().pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** A benchmark that starts a server and fails. */
    static final class Failing {
        public static void main(String[] args) throws Exception {
            System.out.println(OwnedProcess.start(server()).handle().pid());
            throw new IllegalStateException("as a benchmark may");
        }
    }

    private Process benchmark;
    private ProcessHandle server;

    private static ProcessBuilder server() {
        return new ProcessBuilder("sleep", "600");
    }

    @AfterEach
    void endWhatATestHasLeft() {
        if (benchmark != null) {
            benchmark.destroyForcibly();
        }
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void endsWithTheBenchmarkThatIsInterrupted(String signal) throws Exception {
        start(Interrupted.class);
        assertThat(server.isAlive()).isTrue();

        new ProcessBuilder("kill", "-" + signal, String.valueOf(benchmark.pid()))
                .start()
                .waitFor();

        awaitTheEndOfBoth();
    }

    @Test
    void endsWithTheBenchmarkThatFails() throws Exception {
        start(Failing.class);

        awaitTheEndOfBoth();
        assertThat(benchmark.exitValue()).isEqualTo(1);
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        OwnedProcess owned = OwnedProcess.start(server());
        server = owned.handle();
        assertThat(server.isAlive()).isTrue();

        owned.close();

        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void recordsItselfAsTheStacksOwn(@TempDir Path run) throws Exception {
        Path record = run.resolve("connect.properties");
        Process recorded = new ProcessBuilder(OwnedProcess.recordedIn(record, "18083", List.of("cat"))).start();
        server = recorded.toHandle();
        recorded.getOutputStream().write("become the command\n".getBytes(StandardCharsets.UTF_8));
        recorded.getOutputStream().close();
        assertThat(recorded.inputReader().readLine()).isEqualTo("become the command");

        assertThat(Files.readAllLines(record))
                .contains("pid=" + recorded.pid(), "port=18083")
                .anyMatch(line -> line.matches("startedAt=[0-9a-f-]{36}/\\d+"));
    }

    private void start(Class<?> main) throws IOException {
        benchmark = new ProcessBuilder(Signals.command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader printed = benchmark.inputReader();
        server = ProcessHandle.of(Long.parseLong(printed.readLine())).orElseThrow();
    }

    private void awaitTheEndOfBoth() throws Exception {
        server.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
        benchmark.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
        assertThat(server.isAlive()).isFalse();
        assertThat(benchmark.isAlive()).isFalse();
    }
}
