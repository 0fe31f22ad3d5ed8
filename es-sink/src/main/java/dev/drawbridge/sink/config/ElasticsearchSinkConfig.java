package dev.drawbridge.sink.config;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.elastic.http.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The options of the sink, defined by subject beside this class. Immutable, thread-safe. */
public final class ElasticsearchSinkConfig extends AbstractConfig {

    public static final String CONNECTOR_NAME = "name";
    /** Set by the connector for each of its tasks. */
    public static final String TASK_ID = "task.id";

    /** The options by subject, as the page in docs/reference/config shows them. */
    static final List<Subject> SUBJECTS = List.of(
            new Subject("Connection", ConnectionOptions::define, ConnectionOptions.DIFFERENCES),
            new Subject("Documents", DocumentOptions::define, DocumentOptions.DIFFERENCES),
            new Subject("Bulks", BulkOptions::define, BulkOptions.DIFFERENCES),
            new Subject("Checks and indices", IndexOptions::define, IndexOptions.DIFFERENCES),
            new Subject("Checkpoints", CheckpointOptions::define, CheckpointOptions.DIFFERENCES));

    /** All options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef();

    static {
        SUBJECTS.forEach(subject -> subject.options().accept(CONFIG_DEF));
    }

    /** Options that belong together; the differences to other sinks, by option. */
    record Subject(String name, Consumer<ConfigDef> options, Map<String, String> differences) {}

    /**
     * Reads and checks the options.
     *
     * @throws ConfigException naming the options that are wrong
     */
    public ElasticsearchSinkConfig(Map<String, String> properties) {
        super(CONFIG_DEF, Findings.requireNoNulls(properties), false);
        crossFieldErrors(properties).forEach((key, error) -> {
            throw new ConfigException(Findings.named(key, error));
        });
    }

    /** What is wrong between options, by each option that has a part in it. */
    public static Map<String, String> crossFieldErrors(Map<String, String> properties) {
        Map<String, String> errors = new LinkedHashMap<>();
        ConnectionOptions.crossCheck(properties, errors);
        DocumentOptionChecks.crossCheck(properties, errors);
        IndexOptions.crossCheck(properties, errors);
        CheckpointOptions.crossCheck(properties, errors);
        ErasureTransformChecks.crossCheck(properties, errors);
        UnsupportedOptions.crossCheck(properties, errors);
        return errors;
    }

    public Connection connection() {
        return ConnectionOptions.connection(this);
    }

    public Map<String, String> indexByTopic() {
        return DocumentOptions.indexByTopic(this);
    }

    public DocumentReader reader() {
        return DocumentOptions.reader(this);
    }

    public boolean reportsMalformedDocuments() {
        return DocumentOptions.reportsMalformedDocuments(this);
    }

    public boolean enforcesChecks() {
        return IndexOptions.enforcesChecks(this);
    }

    public Optional<String> indexDefinition() {
        return IndexOptions.definition(this);
    }

    /** How long the topics keep tombstones; empty if none of them is compacted. */
    public Optional<Duration> tombstoneRetention() {
        return CheckpointOptions.tombstoneRetention(this);
    }

    public String checkpointIndex() {
        return getString(CheckpointOptions.CHECKPOINT_INDEX_CONFIG);
    }

    /** Token by index that is to be adopted as it is. */
    public Map<String, String> adoptions() {
        return CheckpointOptions.adoptions(getList(CheckpointOptions.INDEX_ADOPT_CONFIG));
    }

    public BulkLimits bulkLimits() {
        return BulkOptions.limits(this);
    }

    public Backoff backoff() {
        return BulkOptions.backoff(this);
    }
}
