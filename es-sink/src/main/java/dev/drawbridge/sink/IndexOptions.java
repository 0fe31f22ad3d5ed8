package dev.drawbridge.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** What is checked of the cluster before anything runs, and whether missing indices are made. */
final class IndexOptions {

    static final String CONNECTION_CHECK_CONFIG = "connection.check";
    private static final String CONNECTION_CHECK_DOC =
            "What becomes of flaws that are found when a configuration is validated: cluster out of reach, wrong credentials,"
                    + " missing privileges, missing index, alias in place of an index, mapping that grows by itself. enforce:"
                    + " the configuration is refused. warn: they are logged, so that an outage does not block a change.";
    private static final String ENFORCE = "enforce";
    private static final String WARN = "warn";

    static final String INDEX_DEFINITION_CONFIG = "index.definition";
    private static final String INDEX_DEFINITION_DOC =
            "Settings, mappings and aliases, as JSON or as the path of a file with JSON, from which a missing index is created"
                    + " when the task starts. Empty: a missing index is an error. Needs the privilege create_index.";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            CONNECTION_CHECK_CONFIG, "reachability and credentials alone are checked there, and always enforced",
            INDEX_DEFINITION_CONFIG, "missing indices are made with a guessed mapping there");

    private IndexOptions() {}

    static void define(ConfigDef options) {
        options.define(
                        CONNECTION_CHECK_CONFIG,
                        ConfigDef.Type.STRING,
                        ENFORCE,
                        ValidString.in(ENFORCE, WARN),
                        Importance.LOW,
                        CONNECTION_CHECK_DOC)
                .define(
                        INDEX_DEFINITION_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> definition(String.valueOf(value)),
                                () -> "JSON object, or path of a file with one"),
                        Importance.LOW,
                        INDEX_DEFINITION_DOC);
    }

    static boolean enforcesChecks(AbstractConfig config) {
        return config.getString(CONNECTION_CHECK_CONFIG).equals(ENFORCE);
    }

    static Optional<String> definition(AbstractConfig config) {
        return definition(config.getString(INDEX_DEFINITION_CONFIG));
    }

    private static Optional<String> definition(String value) {
        if (value.isBlank() || value.stripLeading().startsWith("{")) {
            return Optional.of(value).filter(json -> !json.isBlank());
        }
        try {
            return Optional.of(Files.readString(Path.of(value)));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(INDEX_DEFINITION_CONFIG + ": neither a JSON object nor a file that can be read: "
                    + e.getClass().getSimpleName());
        }
    }
}
