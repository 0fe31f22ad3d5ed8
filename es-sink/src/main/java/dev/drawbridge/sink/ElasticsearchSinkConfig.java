package dev.drawbridge.sink;

import dev.drawbridge.sink.elastic.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The options of the sink. Immutable, thread-safe. */
public final class ElasticsearchSinkConfig extends AbstractConfig {

    public static final String CONNECTION_URL_CONFIG = "connection.url";
    private static final String CONNECTION_URL_DOC =
            "Addresses of Elasticsearch nodes, such as https://es1:9200,https://es2:9200. They are used in turn, and one that"
                    + " is down is passed over.";

    public static final String CONNECTION_USERNAME_CONFIG = "connection.username";
    private static final String CONNECTION_USERNAME_DOC =
            "User for basic authentication. Its role needs the privileges index and view_index_metadata on the target"
                    + " indices, and nothing else.";

    public static final String CONNECTION_PASSWORD_CONFIG = "connection.password";
    private static final String CONNECTION_PASSWORD_DOC = "Password for basic authentication.";

    public static final String CONNECTION_TIMEOUT_MS_CONFIG = "connection.timeout.ms";
    private static final String CONNECTION_TIMEOUT_MS_DOC = "How long opening a connection may take, in milliseconds.";
    private static final int CONNECTION_TIMEOUT_MS_DEFAULT = 5_000;

    public static final String READ_TIMEOUT_MS_CONFIG = "read.timeout.ms";
    private static final String READ_TIMEOUT_MS_DOC =
            "How long Elasticsearch may keep silent over a request before it is sent again, in milliseconds.";
    private static final int READ_TIMEOUT_MS_DEFAULT = 30_000;

    public static final String CONNECTION_COMPRESSION_CONFIG = "connection.compression";
    private static final String CONNECTION_COMPRESSION_DOC =
            "Whether requests are compressed with gzip: saves network, costs processor time.";
    private static final boolean CONNECTION_COMPRESSION_DEFAULT = false;

    public static final String BATCH_SIZE_CONFIG = "batch.size";
    private static final String BATCH_SIZE_DOC =
            "The most documents in one bulk request. A single one is sent at once.";
    private static final int BATCH_SIZE_DEFAULT = 1_000;

    public static final String BULK_SIZE_BYTES_CONFIG = "bulk.size.bytes";
    private static final String BULK_SIZE_BYTES_DOC =
            "The most bytes in one bulk request. A larger document is sent alone.";
    private static final int BULK_SIZE_BYTES_DEFAULT = 5 * 1024 * 1024;

    public static final String MAX_RETRIES_CONFIG = "max.retries";
    private static final String MAX_RETRIES_DOC =
            "How often a bulk that the cluster could not take is sent again before the records are handed back to Connect,"
                    + " which delivers them again. The task neither fails nor loses records over an outage, however long.";
    private static final int MAX_RETRIES_DEFAULT = 5;

    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    private static final String RETRY_BACKOFF_MS_DOC =
            "The longest pause before the first retry, in milliseconds. It doubles with each retry up to 10 seconds; the"
                    + " pause is drawn at random below it.";
    private static final long RETRY_BACKOFF_MS_DEFAULT = 100;

    public static final String EXTERNAL_VERSION_HEADER_CONFIG = "external.version.header";
    private static final String EXTERNAL_VERSION_HEADER_DOC =
            "The record header that carries the version of the document, a whole number from 1.";
    private static final String EXTERNAL_VERSION_HEADER_DEFAULT = "ce_aggregateversion";

    public static final String TOPIC_MAPPING_CONFIG = "topic.to.external.resource.mapping";
    private static final String TOPIC_MAPPING_DOC =
            "Which index the documents of each topic are written to, as topic:index,topic:index. Topics are named as they"
                    + " are in Kafka, before transforms; indices by their concrete name, not by an alias. They must exist:"
                    + " the sink creates none.";

    public static final String BEHAVIOR_ON_NULL_VALUES_CONFIG = "behavior.on.null.values";
    private static final String BEHAVIOR_ON_NULL_VALUES_DOC =
            "What a record without value does. stub: it is indexed as {\"id\", \"version\", \"erased\": true}, which keeps"
                    + " late records from bringing the document back. fail: the task stops.";
    private static final String STUB = "stub";
    private static final String FAIL = "fail";

    public static final String BEHAVIOR_ON_MALFORMED_DOCUMENTS_CONFIG = "behavior.on.malformed.documents";
    private static final String BEHAVIOR_ON_MALFORMED_DOCUMENTS_DOC =
            "What a record does that is no document, or that does not fit the index. fail: the task stops. report: it goes to"
                    + " Connect's dead letter queue (errors.tolerance=all, errors.deadletterqueue.topic.name), and the task"
                    + " goes on.";
    private static final String REPORT = "report";

    static final String CONNECTOR_NAME = "name";
    /** Set by the connector for each of its tasks. */
    static final String TASK_ID = "task.id";

    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    CONNECTION_URL_CONFIG,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    NodeAddresses.VALIDATOR,
                    Importance.HIGH,
                    CONNECTION_URL_DOC)
            .define(CONNECTION_USERNAME_CONFIG, ConfigDef.Type.STRING, null, Importance.MEDIUM, CONNECTION_USERNAME_DOC)
            .define(
                    CONNECTION_PASSWORD_CONFIG,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    CONNECTION_PASSWORD_DOC)
            .define(
                    CONNECTION_TIMEOUT_MS_CONFIG,
                    ConfigDef.Type.INT,
                    CONNECTION_TIMEOUT_MS_DEFAULT,
                    Range.between(1, 300_000),
                    Importance.LOW,
                    CONNECTION_TIMEOUT_MS_DOC)
            .define(
                    READ_TIMEOUT_MS_CONFIG,
                    ConfigDef.Type.INT,
                    READ_TIMEOUT_MS_DEFAULT,
                    Range.between(1, 300_000),
                    Importance.LOW,
                    READ_TIMEOUT_MS_DOC)
            .define(
                    CONNECTION_COMPRESSION_CONFIG,
                    ConfigDef.Type.BOOLEAN,
                    CONNECTION_COMPRESSION_DEFAULT,
                    Importance.LOW,
                    CONNECTION_COMPRESSION_DOC)
            .define(
                    BATCH_SIZE_CONFIG,
                    ConfigDef.Type.INT,
                    BATCH_SIZE_DEFAULT,
                    Range.between(1, 100_000),
                    Importance.MEDIUM,
                    BATCH_SIZE_DOC)
            .define(
                    BULK_SIZE_BYTES_CONFIG,
                    ConfigDef.Type.INT,
                    BULK_SIZE_BYTES_DEFAULT,
                    Range.between(1, 100 * 1024 * 1024),
                    Importance.LOW,
                    BULK_SIZE_BYTES_DOC)
            .define(
                    MAX_RETRIES_CONFIG,
                    ConfigDef.Type.INT,
                    MAX_RETRIES_DEFAULT,
                    Range.between(0, 100),
                    Importance.LOW,
                    MAX_RETRIES_DOC)
            .define(
                    RETRY_BACKOFF_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    RETRY_BACKOFF_MS_DEFAULT,
                    Range.between(1, 10_000),
                    Importance.LOW,
                    RETRY_BACKOFF_MS_DOC)
            .define(
                    EXTERNAL_VERSION_HEADER_CONFIG,
                    ConfigDef.Type.STRING,
                    EXTERNAL_VERSION_HEADER_DEFAULT,
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    EXTERNAL_VERSION_HEADER_DOC)
            .define(
                    TOPIC_MAPPING_CONFIG,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    TopicMapping.VALIDATOR,
                    Importance.HIGH,
                    TOPIC_MAPPING_DOC)
            .define(
                    BEHAVIOR_ON_NULL_VALUES_CONFIG,
                    ConfigDef.Type.STRING,
                    STUB,
                    ValidString.in(STUB, FAIL),
                    Importance.MEDIUM,
                    BEHAVIOR_ON_NULL_VALUES_DOC)
            .define(
                    BEHAVIOR_ON_MALFORMED_DOCUMENTS_CONFIG,
                    ConfigDef.Type.STRING,
                    FAIL,
                    ValidString.in(FAIL, REPORT),
                    Importance.MEDIUM,
                    BEHAVIOR_ON_MALFORMED_DOCUMENTS_DOC);

    /**
     * Reads and checks the options.
     *
     * @throws ConfigException naming the options that are wrong
     */
    public ElasticsearchSinkConfig(Map<String, String> properties) {
        super(CONFIG_DEF, properties, false);
        crossFieldErrors(properties).forEach((key, error) -> {
            throw new ConfigException(key + ": " + error);
        });
    }

    /** What is wrong between options, by each option that has a part in it. */
    static Map<String, String> crossFieldErrors(Map<String, String> properties) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (isSet(properties, CONNECTION_USERNAME_CONFIG) != isSet(properties, CONNECTION_PASSWORD_CONFIG)) {
            String error =
                    "set both " + CONNECTION_USERNAME_CONFIG + " and " + CONNECTION_PASSWORD_CONFIG + ", or neither";
            errors.put(CONNECTION_USERNAME_CONFIG, error);
            errors.put(CONNECTION_PASSWORD_CONFIG, error);
        }
        List<String> unmapped = unmappedTopics(properties);
        if (!unmapped.isEmpty()) {
            errors.put(
                    TOPIC_MAPPING_CONFIG, "add topic:index for " + String.join(", ", unmapped) + ", named in topics");
        }
        return errors;
    }

    private static boolean isSet(Map<String, String> properties, String key) {
        @Nullable String value = properties.get(key);
        return value != null && !value.isEmpty();
    }

    private static List<String> unmappedTopics(Map<String, String> properties) {
        List<String> topics = list(properties.get("topics"));
        try {
            Map<String, String> mapped = TopicMapping.parse(list(properties.get(TOPIC_MAPPING_CONFIG)));
            return topics.stream().filter(topic -> !mapped.containsKey(topic)).toList();
        } catch (ConfigException saidByTheValidator) {
            return List.of();
        }
    }

    private static List<String> list(@Nullable String value) {
        return value == null || value.isBlank()
                ? List.of()
                : List.of(value.trim().split("\\s*,\\s*", -1));
    }

    Map<String, String> indexByTopic() {
        return TopicMapping.parse(getList(TOPIC_MAPPING_CONFIG));
    }

    Connection connection() {
        boolean credentials = !(getString(CONNECTION_USERNAME_CONFIG) == null
                || getString(CONNECTION_USERNAME_CONFIG).isEmpty());
        return new Connection(
                NodeAddresses.parse(getList(CONNECTION_URL_CONFIG)),
                credentials ? getString(CONNECTION_USERNAME_CONFIG) : null,
                credentials ? getPassword(CONNECTION_PASSWORD_CONFIG) : null,
                Duration.ofMillis(getInt(CONNECTION_TIMEOUT_MS_CONFIG)),
                Duration.ofMillis(getInt(READ_TIMEOUT_MS_CONFIG)),
                getBoolean(CONNECTION_COMPRESSION_CONFIG),
                "drawbridge-es-sink/" + Version.CURRENT);
    }

    int batchSize() {
        return getInt(BATCH_SIZE_CONFIG);
    }

    int bulkSizeBytes() {
        return getInt(BULK_SIZE_BYTES_CONFIG);
    }

    int maxRetries() {
        return getInt(MAX_RETRIES_CONFIG);
    }

    long retryBackoffMs() {
        return getLong(RETRY_BACKOFF_MS_CONFIG);
    }

    String versionHeader() {
        return getString(EXTERNAL_VERSION_HEADER_CONFIG);
    }

    boolean stubsForNullValues() {
        return getString(BEHAVIOR_ON_NULL_VALUES_CONFIG).equals(STUB);
    }

    boolean reportsMalformedDocuments() {
        return getString(BEHAVIOR_ON_MALFORMED_DOCUMENTS_CONFIG).equals(REPORT);
    }
}
