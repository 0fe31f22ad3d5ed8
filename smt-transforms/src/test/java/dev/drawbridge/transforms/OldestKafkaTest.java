package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The transform loads, validates and works with the classes of the oldest Kafka that is supported. */
class OldestKafkaTest {
    private static final Path OLDEST = Path.of("target/oldest-kafka");

    @Test
    void makesTheSameRecordsThere() throws Exception {
        try (URLClassLoader there = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = there.loadClass(OldestKafkaProbe.class.getName());
            assertThat(probe).isNotEqualTo(OldestKafkaProbe.class);
            assertThat(probe.getMethod("kafka").invoke(null)).asString().startsWith("3.9.");
            assertThat(probe.getMethod("records").invoke(null)).isEqualTo(OldestKafkaProbe.records());
        }
    }

    /** This JVM's class path with Kafka's jars exchanged. */
    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(java.io.File.pathSeparator, -1)) {
            if (!entry.contains("/org/apache/kafka/")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (Stream<Path> jars = Files.list(OLDEST)) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
