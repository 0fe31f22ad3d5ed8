package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the plugin folders that operators copy: lean, discoverable, nothing that Connect brings itself. */
class PluginFoldersIT {
    private static final Path PLUGINS =
            Path.of(System.getProperty("drawbridge.dist")).resolve("plugins");

    @ParameterizedTest
    @CsvSource({
        "cdc-connector,  org.apache.kafka.connect.source.SourceConnector,           dev.drawbridge.cdc.OutboxSourceConnector",
        "smt-transforms, org.apache.kafka.connect.transforms.Transformation,        dev.drawbridge.transforms.PublishEvent",
        "es-sink,        org.apache.kafka.connect.sink.SinkConnector,               dev.drawbridge.sink.ElasticsearchSinkConnector"
    })
    void bringsItsManifestAndNothingOfConnect(String plugin, String service, String implementation) throws IOException {
        List<String> classes = new ArrayList<>();
        List<String> manifests = new ArrayList<>();
        for (Path jar : jars(plugin)) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Collections.list(file.entries()).forEach(entry -> classes.add(entry.getName()));
                var manifest = file.getEntry("META-INF/services/" + service);
                if (manifest != null) {
                    manifests.addAll(new String(
                                    file.getInputStream(manifest).readAllBytes(),
                                    java.nio.charset.StandardCharsets.UTF_8)
                            .lines()
                            .toList());
                }
            }
        }
        assertThat(manifests).contains(implementation);
        assertThat(classes)
                .as("classes that the worker brings")
                .noneMatch(name -> name.startsWith("org/apache/kafka/connect/connector/")
                        || name.startsWith("org/apache/kafka/clients/")
                        || name.startsWith("org/slf4j/")
                        || name.startsWith("ch/qos/logback/"));
        assertThat(jars(plugin))
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(name -> name.matches("(connect-api|kafka-clients|slf4j|logback|log4j|flyway|junit).*"));
    }

    private static List<Path> jars(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(PLUGINS.resolve(plugin))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
