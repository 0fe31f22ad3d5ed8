package dev.drawbridge.stack;

import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./drawbridge} as the script runs it, in a JVM of its own that can be killed. */
final class Launcher {
    private final Path output;
    private final Process process;

    private Launcher(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    static Launcher start(Distribution distribution, Home home, Map<String, String> ports, String... arguments)
            throws IOException {
        Path output = Files.createTempFile(home.run("").getParent(), "launcher", ".out");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(Jvm.home(), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-Ddrawbridge.home=" + home.root(),
                                "-Ddrawbridge.dist=" + distribution.root(),
                                "-cp",
                                distribution.root().resolve("launcher") + "/*",
                                "dev.drawbridge.stack.command.LocalDrawbridge"),
                        Stream.of(arguments))
                .toList());
        builder.environment().putAll(ports);
        return new Launcher(
                output,
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start());
    }

    static Launcher start(TestStack stack, String... arguments) throws IOException {
        return start(stack.distribution, stack.home, environment(stack.stack.components()), arguments);
    }

    private static Map<String, String> environment(List<Component> components) {
        return components.stream()
                .collect(java.util.stream.Collectors.toMap(
                        component -> Ports.variable(component.variable()), component -> "" + component.port()));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end and returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            kill();
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has said so far. */
    String output() throws IOException {
        return Files.readString(output);
    }
}
