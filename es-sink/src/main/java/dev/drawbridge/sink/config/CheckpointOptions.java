package dev.drawbridge.sink.config;

import dev.drawbridge.sink.elastic.CheckpointIndex;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Where it is stored what indices have seen of their topics, and what becomes of those that have missed something. */
public final class CheckpointOptions {

    static final String TOMBSTONE_RETENTION_MS_CONFIG = "tombstone.retention.ms";
    private static final String TOMBSTONE_RETENTION_MS_DOC =
            "How long the topics keep tombstones, in milliseconds: the smallest of their delete.retention.ms; -1 only if none of"
                    + " them is compacted. A task that was not up to date with a partition for longer (stopped, paused or behind) refuses"
                    + " records with missing offsets before them, because compaction may have removed tombstones that the index has"
                    + " not seen, and a rebuild is needed. Times are those of the records, so producers must not set timestamps of"
                    + " long ago.";
    private static final long TOMBSTONE_RETENTION_MS_DEFAULT = TimeUnit.HOURS.toMillis(24);
    private static final long NOT_COMPACTED = -1;
    private static final long TOMBSTONE_RETENTION_MS_LEAST = TimeUnit.MINUTES.toMillis(10);

    public static final String CHECKPOINT_INDEX_CONFIG = "checkpoint.index";
    private static final String CHECKPOINT_INDEX_DOC =
            "The index in which the sink stores, with each commit of offsets, what its indices have seen of the topics; created when"
                    + " missing. An empty index is filled from the beginning of the topic, wherever the connector is, unless"
                    + " consumer.override.auto.offset.reset is neither earliest nor none. An index that holds documents and is not"
                    + " known here, as after a restore, is refused. The role needs "
                    + CheckpointIndex.PRIVILEGES + " on it.";
    private static final String CHECKPOINT_INDEX_DEFAULT = "drawbridge-sink-checkpoints";

    static final String INDEX_ADOPT_CONFIG = "index.adopt";
    private static final String INDEX_ADOPT_DOC =
            "Indices to write to although it is not known what they have seen, each as the message of the refused task names it:"
                    + " index@token. Their topics are read from the beginning; documents whose erasure is no longer in the topic stay."
                    + " A token holds for one restore, or one recreated topic, and does nothing afterwards.";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            TOMBSTONE_RETENTION_MS_CONFIG, "not in other sinks: documents erased meanwhile stay",
            CHECKPOINT_INDEX_CONFIG,
                    "not in other sinks: a new or restored index lacks what the connector has committed");

    private CheckpointOptions() {}

    static void define(ConfigDef options) {
        options.define(
                        TOMBSTONE_RETENTION_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        TOMBSTONE_RETENTION_MS_DEFAULT,
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> requireLongEnough((Long) value), () -> "-1 or at least 600000"),
                        Importance.MEDIUM,
                        TOMBSTONE_RETENTION_MS_DOC)
                .define(
                        CHECKPOINT_INDEX_CONFIG,
                        ConfigDef.Type.STRING,
                        CHECKPOINT_INDEX_DEFAULT,
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> requireIndexName(String.valueOf(value)),
                                () -> "name of an index, in lower case"),
                        Importance.LOW,
                        CHECKPOINT_INDEX_DOC)
                .define(
                        INDEX_ADOPT_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> {
                                    if (value instanceof List<?> tokens) {
                                        adoptions(tokens.stream()
                                                .map(String::valueOf)
                                                .toList());
                                    }
                                },
                                () -> "list of index@token"),
                        Importance.LOW,
                        INDEX_ADOPT_DOC);
    }

    static Map<String, String> adoptions(List<String> values) {
        Map<String, String> adoptions = new HashMap<>();
        for (String value : values) {
            int at = value.indexOf('@');
            if (at < 1
                    || adoptions.put(
                                    value.substring(0, at).strip(),
                                    value.substring(at + 1).strip())
                            != null) {
                throw new ConfigException(
                        INDEX_ADOPT_CONFIG,
                        value,
                        "must be index@token, once for an index, as the refused task's message has it");
            }
        }
        return adoptions;
    }

    /** Claims that a partition is idle come a minute apart. */
    private static void requireLongEnough(long retention) {
        if (retention != NOT_COMPACTED && retention < TOMBSTONE_RETENTION_MS_LEAST) {
            throw new ConfigException(
                    TOMBSTONE_RETENTION_MS_CONFIG, retention, "must be -1 or at least " + TOMBSTONE_RETENTION_MS_LEAST);
        }
    }

    /** How long the topics keep tombstones; empty if none of them is compacted. */
    static Optional<Duration> tombstoneRetention(AbstractConfig config) {
        long retention = config.getLong(TOMBSTONE_RETENTION_MS_CONFIG);
        return retention == NOT_COMPACTED ? Optional.empty() : Optional.of(Duration.ofMillis(retention));
    }

    private static void requireIndexName(String value) {
        if (!TopicMapping.isIndexName(value)) {
            throw new ConfigException(CHECKPOINT_INDEX_CONFIG, value, "must be the name of an index, in lower case");
        }
    }

    /** What is wrong between options, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        String checkpoints = properties.getOrDefault(CHECKPOINT_INDEX_CONFIG, CHECKPOINT_INDEX_DEFAULT);
        String mapping = properties.getOrDefault(DocumentOptions.TOPIC_MAPPING_CONFIG, "");
        if (Arrays.stream(mapping.split(",")).anyMatch(pair -> pair.strip().endsWith(":" + checkpoints))) {
            errors.put(
                    CHECKPOINT_INDEX_CONFIG,
                    checkpoints
                            + " is an index for documents as well, which checkpoints would stand among; name another");
        }
    }
}
