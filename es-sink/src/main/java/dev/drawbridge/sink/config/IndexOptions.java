package dev.drawbridge.sink.config;

import dev.drawbridge.sink.elastic.IndexMapping;
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
public final class IndexOptions {

    static final String CONNECTION_CHECK_CONFIG = "connection.check";
    private static final String CONNECTION_CHECK_DOC =
            "What becomes of problems that are found when a configuration is validated: cluster out of reach,"
                    + " TLS that fails, wrong credentials, missing privileges, missing index, alias or data stream in place of an index, missing ingest pipeline,"
                    + " mapping that grows by itself. enforce: the configuration is refused. warn: they are logged, so that an outage does not block a change.";
    private static final String ENFORCE = "enforce";
    private static final String WARN = "warn";

    public static final String INDEX_DEFINITION_CONFIG = "index.definition";
    private static final String INDEX_DEFINITION_DOC =
            "Settings, mappings and aliases, as JSON or as the path of a file with JSON, from which a missing index is created"
                    + " when the task starts. Its mapping must be dynamic false or strict. Empty: a missing index is an error. Needs the"
                    + " privilege create_index and, with aliases in it, indices:admin/aliases on the index and on each alias.";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            CONNECTION_CHECK_CONFIG, "other sinks check reachability and credentials only, and always enforce it",
            INDEX_DEFINITION_CONFIG, "other sinks create missing indices with a guessed mapping");

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

    /** What is wrong between options, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        if (!properties
                .getOrDefault(DocumentOptions.NULL_VALUES_CONFIG, "mark-erased")
                .equals("mark-erased")) {
            return;
        }
        try {
            definition(properties.getOrDefault(INDEX_DEFINITION_CONFIG, ""))
                    .flatMap(definition -> IndexMapping.ofDefinition(definition).erasureMarkerProblem())
                    .ifPresent(problem -> errors.put(INDEX_DEFINITION_CONFIG, problem));
        } catch (ConfigException saidByTheValidator) {
            return;
        }
    }

    /** Whatever the file holds goes to Elasticsearch, so it must be a definition and nothing else. */
    private static Optional<String> definition(String value) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        String json = value.stripLeading().startsWith("{") ? value : file(value);
        try {
            IndexMapping.ofDefinition(json).dynamicMappingProblem().ifPresent(problem -> {
                throw new ConfigException(INDEX_DEFINITION_CONFIG + ": " + problem);
            });
        } catch (IllegalArgumentException e) {
            throw new ConfigException(INDEX_DEFINITION_CONFIG + ": " + e.getMessage());
        }
        return Optional.of(json);
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(INDEX_DEFINITION_CONFIG + ": neither a JSON object nor a file that can be read: "
                    + e.getClass().getSimpleName());
        }
    }
}
