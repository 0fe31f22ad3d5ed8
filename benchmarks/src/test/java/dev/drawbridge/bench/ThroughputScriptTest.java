package dev.drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script itself, with stand-ins for Maven, the stack and the benchmarks. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ThroughputScriptTest {
    private static final int SECONDS_TO_END = 60;

    @TempDir
    private Path root;

    private Process script;
    private ProcessHandle benchmark;

    @BeforeEach
    void standIns() throws IOException {
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("benchmarks/target"));
        Files.copy(Path.of("throughput"), root.resolve("benchmarks/throughput"), StandardCopyOption.COPY_ATTRIBUTES);
        command("mvnw", "touch benchmarks/target/classpath");
        command("drawbridge", "echo \"$1\" >>calls; mkdir -p \"$DRAWBRIDGE_HOME/run\"");
    }

    @AfterEach
    void endWhatATestHasLeft() {
        if (benchmark != null) {
            benchmark.destroyForcibly();
        }
        if (script != null) {
            script.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, source", "TERM, 143, source", "HUP, 129, source", "TERM, 143, sink"})
    void interruptedItEndsTheBenchmarkAndTheStack(String signal, int exit, String part) throws Exception {
        command("bin/java", "echo $$ >java.pid.new; mv java.pid.new java.pid; exec sleep 600");
        start(part);
        Path pid = root.resolve("java.pid");
        await().atMost(SECONDS_TO_END, TimeUnit.SECONDS).until(() -> Files.exists(pid));
        benchmark =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

        Signals.send(signal, script.pid());

        assertThat(script.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        assertThat(benchmark.isAlive()).isFalse();
        assertThat(calls()).containsExactly("up", "down");
        assertThat(script.exitValue()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource({"source", "sink", "write"})
    void aBenchmarkThatFailsEndsTheStack(String part) throws Exception {
        command("bin/java", "exit 7");
        start(part);

        assertThat(script.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        assertThat(calls()).startsWith("up").endsWith("down");
        assertThat(script.exitValue()).isNotZero();
        assertThat(root.resolve("benchmarks/target/throughput-results/throughput.md"))
                .doesNotExist();
    }

    @Test
    void keepsWhatABenchmarkPrints() throws Exception {
        command("bin/java", "echo \"figures of $5\"");
        start("sink");

        assertThat(script.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isZero();
        assertThat(root.resolve("benchmarks/target/throughput-results/throughput.md"))
                .content()
                .contains(
                        "figures of dev.drawbridge.bench.sink.SinkThroughput",
                        "figures of dev.drawbridge.bench.sink.SinkLatency");
        assertThat(calls()).containsExactly("up", "down");
    }

    private void start(String part) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Signals.command("benchmarks/throughput", part))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile());
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        script = builder.start();
    }

    private void command(String name, String line) {
        try {
            Path file = root.resolve(name);
            Files.writeString(file, "#!/bin/sh\n" + line + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(root.resolve("calls"));
    }
}
