package dev.drawbridge.transforms;

import dev.drawbridge.transforms.contract.ContractBundle;
import dev.drawbridge.transforms.contract.ContractCompiler;
import dev.drawbridge.transforms.contract.InvalidContractException;
import dev.drawbridge.transforms.contract.PublicContract;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The options of {@link PublishEvent}. Never logs its values, because mappings are private. */
final class PublishEventConfig extends AbstractConfig {
    static final String CONTRACT_CONFIG = "contract";
    static final String CONTRACT_DOC =
            "The mapping and the contract it fills. Either the location of a mapping.yaml, whose"
                    + " contract lies beside it (development), or both files inline as a JSON object of file name to file text"
                    + " (deployment). A contract that does not compile is refused, with everything that is wrong with it.";

    static final String ON_ERROR_CONFIG = "on.error";
    static final String ON_ERROR_DOC = "What becomes of a record that must not be published: 'fail' stops the task,"
            + " 'quarantine' sends its id, the rule it broke and the reason, never its payload, to the quarantine topic."
            + " Erasures are never set aside: they stop the task.";
    static final String ON_ERROR_FAIL = "fail";
    static final String ON_ERROR_QUARANTINE = "quarantine";
    static final String ON_ERROR_DEFAULT = ON_ERROR_FAIL;

    static final String QUARANTINE_TOPIC_CONFIG = "quarantine.topic";
    static final String QUARANTINE_TOPIC_DOC = "The topic for refused records under on.error=quarantine.";
    static final String QUARANTINE_TOPIC_DEFAULT = "drawbridge.quarantine";

    static final String PAYLOAD_MAX_BYTES_CONFIG = "payload.max.bytes";
    static final String PAYLOAD_MAX_BYTES_DOC = "The size in bytes of UTF-8 beyond which a payload is refused.";
    static final int PAYLOAD_MAX_BYTES_DEFAULT = 1024 * 1024;

    private static final Map<OutboxColumn, String> COLUMN_OPTIONS = columnOptions();
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    static final ConfigDef CONFIG_DEF = configDef();

    private final PublicContract contract;

    PublishEventConfig(Map<String, ?> properties) {
        super(CONFIG_DEF, properties, false);
        contract = compile(getString(CONTRACT_CONFIG));
        if (quarantineTopic().equals(contract.topic())) {
            throw new ConfigException("The quarantine topic is the public topic '" + quarantineTopic() + "'; set "
                    + QUARANTINE_TOPIC_CONFIG + " to another one, or change 'topic' in the mapping of "
                    + CONTRACT_CONFIG);
        }
    }

    PublicContract contract() {
        return contract;
    }

    boolean quarantines() {
        return ON_ERROR_QUARANTINE.equals(getString(ON_ERROR_CONFIG));
    }

    String quarantineTopic() {
        return getString(QUARANTINE_TOPIC_CONFIG);
    }

    int payloadMaxBytes() {
        return getInt(PAYLOAD_MAX_BYTES_CONFIG);
    }

    /** What the table calls each column. */
    Map<OutboxColumn, String> columnNames() {
        Map<OutboxColumn, String> names = new EnumMap<>(OutboxColumn.class);
        COLUMN_OPTIONS.forEach((column, option) -> names.put(column, getString(option)));
        return names;
    }

    private static PublicContract compile(String option) {
        try {
            return ContractCompiler.compile(ContractBundle.read(option)).orThrow();
        } catch (InvalidContractException broken) { // without Kafka's own prefix, which repeats the whole bundle
            throw new ConfigException("Cannot use '" + CONTRACT_CONFIG + "'. " + broken.getMessage());
        }
    }

    private static void validateContract(String name, @Nullable Object value) {
        if (value instanceof String text) {
            compile(text);
        }
    }

    private static void validateTopic(String name, @Nullable Object value) {
        if (!(value instanceof String text) || !TOPIC.matcher(text).matches()) {
            throw new ConfigException(name, value, "not a legal topic name; use letters, digits, '.', '_' and '-'");
        }
    }

    private static Map<OutboxColumn, String> columnOptions() {
        Map<OutboxColumn, String> options = new EnumMap<>(OutboxColumn.class);
        for (OutboxColumn column : OutboxColumn.values()) {
            options.put(column, "table.field.event." + column.columnName());
        }
        // Debezium's EventRouter has its own names for these two
        options.put(OutboxColumn.AGGREGATEID, "table.field.event.key");
        options.put(OutboxColumn.OCCURREDAT, "table.field.event.timestamp");
        return Map.copyOf(options);
    }

    private static ConfigDef configDef() {
        ConfigDef definition = new ConfigDef()
                .define(
                        CONTRACT_CONFIG,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(
                                PublishEventConfig::validateContract, () -> "a location or an inline bundle"),
                        Importance.HIGH,
                        CONTRACT_DOC)
                .define(
                        ON_ERROR_CONFIG,
                        ConfigDef.Type.STRING,
                        ON_ERROR_DEFAULT,
                        ConfigDef.ValidString.in(ON_ERROR_FAIL, ON_ERROR_QUARANTINE),
                        Importance.HIGH,
                        ON_ERROR_DOC)
                .define(
                        QUARANTINE_TOPIC_CONFIG,
                        ConfigDef.Type.STRING,
                        QUARANTINE_TOPIC_DEFAULT,
                        ConfigDef.LambdaValidator.with(PublishEventConfig::validateTopic, () -> "a topic name"),
                        Importance.MEDIUM,
                        QUARANTINE_TOPIC_DOC)
                .define(
                        PAYLOAD_MAX_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        PAYLOAD_MAX_BYTES_DEFAULT,
                        ConfigDef.Range.between(1, 64 * 1024 * 1024),
                        Importance.LOW,
                        PAYLOAD_MAX_BYTES_DOC);
        for (OutboxColumn column : OutboxColumn.values()) {
            definition.define(
                    String.valueOf(COLUMN_OPTIONS.get(column)),
                    ConfigDef.Type.STRING,
                    column.columnName(),
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "The outbox table's name for the column '" + column.columnName() + "'.");
        }
        return definition;
    }
}
