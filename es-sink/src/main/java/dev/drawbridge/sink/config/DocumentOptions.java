package dev.drawbridge.sink.config;

import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.document.DocumentVersion;
import dev.drawbridge.sink.document.FieldPath;
import dev.drawbridge.sink.document.IdTemplate;
import dev.drawbridge.sink.document.NullValue;
import dev.drawbridge.sink.document.Routing;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** How records become documents. */
public final class DocumentOptions {

    public static final String TOPIC_MAPPING_CONFIG = "topic.to.external.resource.mapping";
    private static final String TOPIC_MAPPING_DOC =
            "Which index the documents of each topic are written to, as topic:index,topic:index. Topics are named as they"
                    + " are in Kafka, before transforms; indices by their concrete name, not by an alias.";

    static final String UNIQUE_IDS_CONFIG = "document.ids.unique.across.topics";
    private static final String UNIQUE_IDS_DOC =
            "Declares that no document id occurs in more than one of the topics that are mapped to one index. Without it such a"
                    + " mapping is refused: versions of different topics cannot be compared, so the lower one would be lost.";

    static final String ID_TEMPLATE_CONFIG = "document.id.template";
    private static final String ID_TEMPLATE_DOC =
            "How a key with fields becomes the document id, such as {tenant}/{orderId}. Keys that are text, bytes or whole"
                    + " numbers are ids as they are.";

    static final String VERSION_SOURCE_CONFIG = "external.version.source";
    private static final String VERSION_SOURCE_DOC =
            "Where the version of a document comes from, a whole number from 1. header: external.version.header. field:"
                    + " external.version.field of the value. offset: the record's offset, which is right only while each id"
                    + " stays in one partition and the topic is never recreated.";

    static final String VERSION_HEADER_CONFIG = "external.version.header";
    private static final String VERSION_HEADER_DOC = "The record header that carries the version.";
    private static final String VERSION_HEADER_DEFAULT = "ce_aggregateversion";

    static final String VERSION_FIELD_CONFIG = "external.version.field";
    private static final String VERSION_FIELD_DOC =
            "The field of the value that carries the version, such as version or meta.version. An erasure has no value, and"
                    + " so no such version.";

    static final String ROUTING_CONFIG = "document.routing";
    private static final String ROUTING_DOC =
            "What chooses the shard in place of the id: header:NAME, key:FIELD or value:FIELD. It must never change for an id.";

    public static final String NULL_VALUES_CONFIG = "behavior.on.null.values";
    private static final String NULL_VALUES_DOC =
            "What a record without value does. mark-erased: it is indexed as {\"id\", \"version\", \"erased\": true}, which keeps"
                    + " late records from bringing the document back. delete: the document is deleted; Elasticsearch forgets"
                    + " its version after index.gc_deletes (60 s) or at a restart, and a late record then brings it back."
                    + " ignore: nothing. fail: the task stops.";

    static final String MALFORMED_CONFIG = "behavior.on.malformed.documents";
    private static final String MALFORMED_DOC =
            "What a record does that is no document, or that does not fit the index. fail: the task stops. report: it goes to"
                    + " Connect's dead letter queue (errors.tolerance=all, errors.deadletterqueue.topic.name), and the task"
                    + " goes on. An erasure is never quarantined.";

    private static final String HEADER = "header";
    static final String FIELD = "field";
    private static final String OFFSET = "offset";
    static final String FAIL = "fail";
    static final String REPORT = "report";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            TOPIC_MAPPING_CONFIG,
                    "an index that is missing, or was replaced while the task ran, stops it: what a bulk may have created is never committed",
            UNIQUE_IDS_CONFIG, "not in other sinks: the lower version is lost silently",
            ID_TEMPLATE_CONFIG, "other sinks refuse keys with fields",
            VERSION_SOURCE_CONFIG, "other sinks: the offset, unless a header is named",
            VERSION_HEADER_CONFIG, "none in other sinks: the offset is the version",
            ROUTING_CONFIG, "not in other sinks",
            NULL_VALUES_CONFIG, "other sinks: delete, ignore or fail, and deleted documents come back",
            MALFORMED_CONFIG, "ignore and warn drop records in other sinks; here they are reported");

    private DocumentOptions() {}

    static void define(ConfigDef options) {
        options.define(
                        TOPIC_MAPPING_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        TopicMapping.VALIDATOR,
                        Importance.HIGH,
                        TOPIC_MAPPING_DOC)
                .define(UNIQUE_IDS_CONFIG, ConfigDef.Type.BOOLEAN, false, Importance.LOW, UNIQUE_IDS_DOC)
                .define(
                        ID_TEMPLATE_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        parsable(IdTemplate::parse, "text with {field}s"),
                        Importance.LOW,
                        ID_TEMPLATE_DOC)
                .define(
                        VERSION_SOURCE_CONFIG,
                        ConfigDef.Type.STRING,
                        HEADER,
                        ValidString.in(HEADER, FIELD, OFFSET),
                        Importance.MEDIUM,
                        VERSION_SOURCE_DOC)
                .define(
                        VERSION_HEADER_CONFIG,
                        ConfigDef.Type.STRING,
                        VERSION_HEADER_DEFAULT,
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        VERSION_HEADER_DOC)
                .define(
                        VERSION_FIELD_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        parsable(FieldPath::parse, "field or outer.inner"),
                        Importance.LOW,
                        VERSION_FIELD_DOC)
                .define(
                        ROUTING_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        parsable(Routing::parse, "header:NAME, key:FIELD or value:FIELD"),
                        Importance.LOW,
                        ROUTING_DOC)
                .define(
                        NULL_VALUES_CONFIG,
                        ConfigDef.Type.STRING,
                        "mark-erased",
                        ValidString.in("mark-erased", "delete", "ignore", FAIL),
                        Importance.MEDIUM,
                        NULL_VALUES_DOC)
                .define(
                        MALFORMED_CONFIG,
                        ConfigDef.Type.STRING,
                        FAIL,
                        ValidString.in(FAIL, REPORT),
                        Importance.MEDIUM,
                        MALFORMED_DOC);
    }

    /** Takes the empty string for "not set". */
    private static ConfigDef.Validator parsable(Consumer<String> parser, String form) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value instanceof String text && !text.isEmpty()) {
                        try {
                            parser.accept(text);
                        } catch (IllegalArgumentException e) {
                            throw new ConfigException(name + ": " + e.getMessage());
                        }
                    }
                },
                () -> form);
    }

    static Map<String, String> indexByTopic(AbstractConfig config) {
        return TopicMapping.parse(config.getList(TOPIC_MAPPING_CONFIG));
    }

    static DocumentReader reader(AbstractConfig config) {
        String template = config.getString(ID_TEMPLATE_CONFIG);
        String routing = config.getString(ROUTING_CONFIG);
        return new DocumentReader(
                indexByTopic(config),
                template.isEmpty() ? null : IdTemplate.parse(template),
                version(config),
                routing.isEmpty() ? null : Routing.parse(routing),
                NullValue.valueOf(
                        config.getString(NULL_VALUES_CONFIG).replace('-', '_').toUpperCase(Locale.ROOT)));
    }

    private static DocumentVersion version(AbstractConfig config) {
        return switch (config.getString(VERSION_SOURCE_CONFIG)) {
            case FIELD -> DocumentVersion.field(FieldPath.parse(config.getString(VERSION_FIELD_CONFIG)));
            case OFFSET -> DocumentVersion.offset();
            default -> DocumentVersion.header(config.getString(VERSION_HEADER_CONFIG));
        };
    }

    static boolean reportsMalformedDocuments(AbstractConfig config) {
        return config.getString(MALFORMED_CONFIG).equals(REPORT);
    }
}
