package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker or worker that logs without end does not fill the disk. */
class LoggingIT {
    private static final int SIZE = 16 * 1024;

    @TempDir
    private Path folder;

    @Test
    void aLogIsRolledAndTheNewestLinesAreKept() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("it's logs"));
        Path log = logs.resolve("connect.log");
        Path config = Logging.rolling(folder.resolve("log4j2.yaml"), log, SIZE / 1024 + " KB");
        Distribution distribution = new Distribution(Path.of(System.getProperty("drawbridge.dist")));
        Process flood = new ProcessBuilder(Jvm.command(
                        "64m",
                        List.of("-Dlog4j2.configurationFile=" + config),
                        distribution.kafkaClasspath() + ":"
                                + Path.of(LogFlood.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()),
                        LogFlood.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        assertThat(flood.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(flood.exitValue()).isZero();
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files).hasSize(5).allSatisfy(file -> assertThat(Files.size(file))
                    .isLessThan(SIZE * 2L));
        }
        assertThat(Files.readString(log)).endsWith("line " + LogFlood.LINES + " of many (LogFlood)\n");
        assertThat(Files.readString(logs.resolve("connect.log.1"))).contains(" of many (LogFlood)");
    }
}
