package dev.drawbridge.sink;

import dev.drawbridge.sink.elastic.IndexMapping;
import dev.drawbridge.sink.elastic.ProgressIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** What is checked of the cluster before anything runs, and whether missing indices are made. */
final class IndexOptions {

    static final String CONNECTION_CHECK_CONFIG = "connection.check";
    private static final String CONNECTION_CHECK_DOC =
            "What becomes of problems that are found when a configuration is validated: cluster out of reach,"
                    + " TLS that fails, wrong credentials, missing privileges, missing index, alias or data stream in place of an index, missing ingest pipeline,"
                    + " mapping that grows by itself. enforce: the configuration is refused. warn: they are logged, so that an outage does not block a change.";
    private static final String ENFORCE = "enforce";
    private static final String WARN = "warn";

    static final String INDEX_DEFINITION_CONFIG = "index.definition";
    private static final String INDEX_DEFINITION_DOC =
            "Settings, mappings and aliases, as JSON or as the path of a file with JSON, from which a missing index is created"
                    + " when the task starts. Its mapping must be dynamic false or strict. Empty: a missing index is an error. Needs the"
                    + " privilege create_index and, with aliases in it, indices:admin/aliases on the index and on each alias.";

    static final String MAX_STOP_MS_CONFIG = "max.stop.ms";
    private static final String MAX_STOP_MS_DOC =
            "How long the task may not have seen a partition, in milliseconds: stopped, paused or behind. After that it refuses"
                    + " records with a gap before them, because compaction may have removed tombstones that the index has not seen,"
                    + " and a rebuild is needed. To be set to the smallest delete.retention.ms of the topics; -1 only if none of"
                    + " them is compacted. Times are those of the records, so producers must not set timestamps of long ago.";
    private static final long MAX_STOP_MS_DEFAULT = TimeUnit.HOURS.toMillis(24);
    private static final long NO_MAX_STOP = -1;
    private static final long MAX_STOP_MS_LEAST = TimeUnit.MINUTES.toMillis(10);

    static final String PROGRESS_INDEX_CONFIG = "progress.index";
    private static final String PROGRESS_INDEX_DOC =
            "The index in which the sink notes, once a minute, what its indices have seen of the topics; created when missing. An"
                    + " index of which nothing is noted is filled from the beginning of the topic, wherever the connector is, unless"
                    + " consumer.override.auto.offset.reset is neither earliest nor none. The role needs "
                    + ProgressIndex.PRIVILEGES + " on it.";
    private static final String PROGRESS_INDEX_DEFAULT = "drawbridge-sink-progress";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            MAX_STOP_MS_CONFIG, "not there: documents erased meanwhile stay",
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
                        INDEX_DEFINITION_DOC)
                .define(
                        MAX_STOP_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        MAX_STOP_MS_DEFAULT,
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> requireLongEnough((Long) value), () -> "-1 or at least 600000"),
                        Importance.MEDIUM,
                        MAX_STOP_MS_DOC)
                .define(
                        PROGRESS_INDEX_CONFIG,
                        ConfigDef.Type.STRING,
                        PROGRESS_INDEX_DEFAULT,
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> requireIndexName(String.valueOf(value)),
                                () -> "name of an index, in lower case"),
                        Importance.LOW,
                        PROGRESS_INDEX_DOC);
    }

    static boolean enforcesChecks(AbstractConfig config) {
        return config.getString(CONNECTION_CHECK_CONFIG).equals(ENFORCE);
    }

    static Optional<String> definition(AbstractConfig config) {
        return definition(config.getString(INDEX_DEFINITION_CONFIG));
    }

    /** Polls and notes of them come a minute apart. */
    private static void requireLongEnough(long maxStop) {
        if (maxStop != NO_MAX_STOP && maxStop < MAX_STOP_MS_LEAST) {
            throw new ConfigException(MAX_STOP_MS_CONFIG, maxStop, "must be -1 or at least " + MAX_STOP_MS_LEAST);
        }
    }

    /** How long a partition may go unseen; empty for any time. */
    static Optional<Duration> maxStop(AbstractConfig config) {
        long maxStop = config.getLong(MAX_STOP_MS_CONFIG);
        return maxStop == NO_MAX_STOP ? Optional.empty() : Optional.of(Duration.ofMillis(maxStop));
    }

    private static void requireIndexName(String value) {
        if (!TopicMapping.isIndexName(value)) {
            throw new ConfigException(PROGRESS_INDEX_CONFIG, value, "must be the name of an index, in lower case");
        }
    }

    /** What is wrong between options, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        requireAnIndexOfItsOwn(properties, errors);
        if (!properties.getOrDefault(DocumentOptions.NULL_VALUES_CONFIG, "stub").equals("stub")) {
            return;
        }
        try {
            definition(properties.getOrDefault(INDEX_DEFINITION_CONFIG, ""))
                    .flatMap(definition -> IndexMapping.ofDefinition(definition).flawForStubs())
                    .ifPresent(flaw -> errors.put(INDEX_DEFINITION_CONFIG, flaw));
        } catch (ConfigException saidByTheValidator) {
            return;
        }
    }

    private static void requireAnIndexOfItsOwn(Map<String, String> properties, Map<String, String> errors) {
        String progress = properties.getOrDefault(PROGRESS_INDEX_CONFIG, PROGRESS_INDEX_DEFAULT);
        String mapping = properties.getOrDefault(DocumentOptions.TOPIC_MAPPING_CONFIG, "");
        if (Arrays.stream(mapping.split(",")).anyMatch(pair -> pair.strip().endsWith(":" + progress))) {
            errors.put(
                    PROGRESS_INDEX_CONFIG,
                    progress + " is an index for documents as well, which notes would stand among; name another");
        }
    }

    /** Whatever the file holds goes to Elasticsearch, so it must be a definition and nothing else. */
    private static Optional<String> definition(String value) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        String json = value.stripLeading().startsWith("{") ? value : file(value);
        try {
            IndexMapping.ofDefinition(json).growth().ifPresent(flaw -> {
                throw new ConfigException(INDEX_DEFINITION_CONFIG + ": " + flaw);
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
