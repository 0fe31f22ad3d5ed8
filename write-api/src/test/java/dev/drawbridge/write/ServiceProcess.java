package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service in a JVM of its own, on a port of the system's choosing. */
final class ServiceProcess {
    /** A JVM remarks on these where its output is compared. */
    private static final Set<String> JVM_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)\\R");

    private ServiceProcess() {}

    /** @param settings all that it is told: nothing of the environment of the tests */
    static Process start(Map<String, String> settings, Path log, String... options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(options),
                        Stream.of(
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                WriteApi.class.getName()))
                .flatMap(part -> part)
                .toList());
        builder.environment().keySet().removeIf(name -> JVM_OPTIONS.contains(name) || name.startsWith("WRITE_"));
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Where it listens, once it does. */
    static int awaitPort(Process process, Path log) {
        return await().until(
                        () -> {
                            assertThat(process.isAlive()).as(log.toString()).isTrue();
                            return LISTENING
                                    .matcher(Files.readString(log))
                                    .results()
                                    .map(line -> Integer.parseInt(line.group(1)))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }
}
