package dev.drawbridge.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Log4j 2 configuration of broker and worker. Both may log without end when they meet something they try again and again, so
 * their logs are rolled: a component has five files of 20 MB at most.
 */
public final class Logging {
    private static final String PATTERN = "\"%d{yyyy-MM-dd HH:mm:ss,SSS} %p [%t] %m (%c{1})%n\"";

    private static final String CONSOLE = """
                Console:
                  name: out
                  PatternLayout: {pattern: %s}
            """.formatted(PATTERN);

    private static final String LOGGERS = """
              Loggers:
                Root:
                  level: info
                  AppenderRef: [{ref: out}]
                Logger:
                  - {name: org.apache.kafka.clients, level: warn}
                  - {name: org.apache.kafka.common.config.AbstractConfig, level: error}
                  - {name: org.apache.kafka.connect.runtime.WorkerConfig, level: warn}
            """;

    private Logging() {}

    /** Writes to standard output, for tools that end by themselves. */
    public static Path console(Home home) throws IOException {
        return write(home.run("log4j2.yaml"), CONSOLE);
    }

    /** Writes to the component's log and rolls it; the file is shared with the process's standard output. */
    public static Path rolling(Home home, String component) throws IOException {
        return rolling(home.run("log4j2-" + component + ".yaml"), home.log(component), "20 MB");
    }

    /** @param size of each of the five files, in Log4j's words */
    public static Path rolling(Path config, Path log, String size) throws IOException {
        return write(config, """
                RollingFile:
                  name: out
                  fileName: '%1$s'
                  filePattern: '%1$s.%%i'
                  PatternLayout: {pattern: %2$s}
                  SizeBasedTriggeringPolicy: {size: %3$s}
                  DefaultRolloverStrategy: {max: 4, fileIndex: min}
            """.formatted(log.toString().replace("'", "''"), PATTERN, size));
    }

    private static Path write(Path file, String appender) throws IOException {
        return Files.writeString(file, "Configuration:\n  status: warn\n  Appenders:\n" + appender + LOGGERS);
    }
}
