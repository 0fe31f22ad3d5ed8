package dev.drawbridge.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Log4j 2 configuration of broker and worker: lifecycle to standard output, which is the component's log. */
final class Logging {
    private static final String CONFIG = """
            Configuration:
              status: warn
              Appenders:
                Console:
                  name: out
                  PatternLayout:
                    pattern: "%d{yyyy-MM-dd HH:mm:ss,SSS} %p [%t] %m (%c{1})%n"
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

    static void writeConfigTo(Path file) throws IOException {
        Files.writeString(file, CONFIG);
    }
}
