package dev.drawbridge.sink.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** docs/reference/config/es-sink.md says what the options say. {@code -Ddocs.write=true} writes it. */
class ConfigDocTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "config", "es-sink.md");

    @Test
    void theOptionsPageIsWhatTheOptionsSay() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).as("run with -Ddocs.write=true").content().isEqualTo(page());
    }

    @Test
    void differencesAreOfOptionsThatExist() {
        assertThat(ElasticsearchSinkConfig.CONFIG_DEF.names())
                .containsAll(differences().keySet());
    }

    private static Map<String, String> differences() {
        Map<String, String> all = new HashMap<>();
        ElasticsearchSinkConfig.SUBJECTS.forEach(subject -> all.putAll(subject.differences()));
        return all;
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Options of es-sink

                Generated from the option definitions of `dev.drawbridge.sink.ElasticsearchSinkConnector`; do not edit. "Differs" is
                said against the Elasticsearch sinks in common use, whose option names are kept.
                """);
        ElasticsearchSinkConfig.SUBJECTS.forEach(subject -> {
            ConfigDef definition = new ConfigDef();
            subject.options().accept(definition);
            page.append("\n## ")
                    .append(subject.name())
                    .append("\n| option | default | what it does | differs from other sinks in |\n|---|---|---|---|\n");
            List<ConfigDef.ConfigKey> keys = definition.configKeys().values().stream()
                    .filter(key -> !key.internalConfig)
                    .toList();
            keys.forEach(key -> page.append(row(key)));
        });
        page.append("\n## Options of other sinks\nRefused, as what they did there does not happen here.\n\n");
        page.append("| option | unless it is | instead |\n|---|---|---|\n");
        UnsupportedOptions.ALL.forEach(unsupported -> page.append("| `")
                .append(unsupported.name().endsWith(".") ? unsupported.name() + "*" : unsupported.name())
                .append("` | ")
                .append(String.join(", ", unsupported.harmless()))
                .append(" | ")
                .append(unsupported.instead())
                .append(" |\n"));
        return page.toString();
    }

    private static String row(ConfigDef.ConfigKey key) {
        String fallback = !key.hasDefault()
                ? "required"
                : key.defaultValue == null || key.defaultValue.equals("") ? "" : "`" + key.defaultValue + "`";
        return "| `" + key.name + "` | " + fallback + " | " + cell(key.documentation) + " | "
                + differences().getOrDefault(key.name, "") + " |\n";
    }

    private static String cell(String documentation) {
        return documentation
                .replace("|", "\\|")
                .replace("\n", " ")
                .replace("<code>", "`")
                .replace("</code>", "`");
    }
}
