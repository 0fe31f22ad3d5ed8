package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** The reference of options is made from the ConfigDef. {@code -Ddrawbridge.update=true} updates it. */
class ConfigReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/reference/config/smt-transforms.md");

    @Test
    void isFresh() throws IOException {
        String expected = reference();
        if (Boolean.getBoolean("drawbridge.update")) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, expected);
        }
        assertThat(Files.readString(REFERENCE))
                .as("stale; update it with ./mvnw -pl smt-transforms test -Dtest=ConfigReferenceTest"
                        + " -Dtest.jvmArgs=-Ddrawbridge.update=true")
                .isEqualTo(expected);
    }

    private static String reference() {
        return new PublishEvent<SourceRecord>()
                .config().configKeys().values().stream()
                        .sorted(Comparator.comparing((ConfigDef.ConfigKey key) -> key.importance)
                                .thenComparing(key -> key.name))
                        .map(ConfigReferenceTest::row)
                        .collect(Collectors.joining(
                                "\n",
                                "# Options of PublishEvent\n\nMade from the ConfigDef of"
                                        + " `dev.drawbridge.transforms.PublishEvent`; do not edit.\n\n"
                                        + "| option | type | default | |\n|---|---|---|---|\n",
                                "\n"));
    }

    private static String row(ConfigDef.ConfigKey key) {
        String value = ConfigDef.NO_DEFAULT_VALUE.equals(key.defaultValue)
                ? "required"
                : key.defaultValue == null ? "none" : "`" + key.defaultValue + "`";
        return "| `" + key.name + "` | " + key.type.toString().toLowerCase(java.util.Locale.ROOT) + " | " + value
                + " | " + key.documentation + " |";
    }
}
