package dev.drawbridge.transforms;

import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.event.EventMode;
import dev.drawbridge.contracts.event.PublishingLimits;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.source.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options of {@link PublishEvent}. Never logs its values, because mappings are private. */
final class PublishEventConfig extends AbstractConfig {
    static final String CONTRACT_CONFIG = "contract";
    static final String CONTRACT_DOC =
            "The mapping, the contract it fills and the schema of the payload, inline as a JSON object of file name to file"
                    + " text. Or the location of a mapping.yaml with the others beside it, in a folder that the worker allows by"
                    + " its environment variable DRAWBRIDGE_CONTRACT_FOLDERS (folders, separated as in PATH; none by default)."
                    + " A contract that does not compile is refused, with everything that is wrong with it.";

    static final String ON_ERROR_CONFIG = "on.error";
    static final String ON_ERROR_DOC = "What becomes of a record that must not be published: 'fail' stops the task,"
            + " 'quarantine' sends its id, the rule it broke and the reason, never its payload, to the quarantine topic."
            + " Erasures are never quarantined: they stop the task.";
    static final String ON_ERROR_FAIL = "fail";
    static final String ON_ERROR_QUARANTINE = "quarantine";
    static final String ON_ERROR_DEFAULT = ON_ERROR_FAIL;

    static final String MODE_CONFIG = "mode";
    static final String MODE_DOC = "The content mode of CloudEvents: 'binary' makes the record's value the data and its"
            + " headers the attributes, 'structured' puts both into the value. Erasures are always binary.";
    static final String MODE_DEFAULT = EventMode.BINARY.word();

    static final String QUARANTINE_TOPIC_CONFIG = "quarantine.topic";
    static final String QUARANTINE_TOPIC_DOC = "The topic for refused records under on.error=quarantine.";
    static final String QUARANTINE_TOPIC_DEFAULT = "drawbridge.quarantine";

    static final String PAYLOAD_MAX_BYTES_CONFIG = "payload.max.bytes";
    static final String PAYLOAD_MAX_BYTES_DOC = "The size in bytes of UTF-8 beyond which a payload is refused.";
    static final int PAYLOAD_MAX_BYTES_DEFAULT = PublishingLimits.DEFAULT.payloadMaxBytes();

    static final String EVENT_MAX_BYTES_CONFIG = "event.max.bytes";
    static final String EVENT_MAX_BYTES_DOC =
            "The size in bytes of key, value and headers beyond which a public event is refused. The producer's"
                    + " max.request.size and the topic's max.message.bytes must be larger: what they refuse stops the task"
                    + " without a rule or an id, and cannot be quarantined.";
    static final int EVENT_MAX_BYTES_DEFAULT = PublishingLimits.DEFAULT.eventMaxBytes();

    static final String PAYLOAD_MAX_DEPTH_CONFIG = "payload.max.depth";
    static final String PAYLOAD_MAX_DEPTH_DOC = "The number of nested levels beyond which a payload is refused.";
    static final int PAYLOAD_MAX_DEPTH_DEFAULT = PublishingLimits.DEFAULT.payloadMaxDepth();

    /** Debezium writes its task's options to the log, and hides those whose names end like this. */
    static final String HMAC_SECRET_CONFIG = "hmac.secret";

    static final String HMAC_SECRET_DOC =
            "The key for pseudonyms (hmac in a mapping), at least 32 bytes of UTF-8. Give it by"
                    + " a config provider, and keep it: under another key every pseudonym is another.";

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    static final ConfigDef CONFIG_DEF = configDef();

    private final CompilationResult compilation;
    private final CompiledContract contract;
    private final Pseudonyms pseudonyms;

    PublishEventConfig(Map<String, ?> properties) {
        super(CONFIG_DEF, properties, false);
        compilation = ContractOption.compile(getString(CONTRACT_CONFIG));
        contract = compilation.orThrow();
        pseudonyms = pseudonyms(getPassword(HMAC_SECRET_CONFIG));
        if (contract.makesPseudonyms() && getPassword(HMAC_SECRET_CONFIG) == null) {
            throw new ConfigException("The mapping of " + CONTRACT_CONFIG + " makes pseudonyms (hmac), but there is no "
                    + HMAC_SECRET_CONFIG + "; set it to a secret of at least " + Pseudonyms.MIN_KEY_BYTES + " bytes");
        }
        if (quarantineTopic().equals(contract.topic())) {
            throw new ConfigException("The quarantine topic is the public topic '" + quarantineTopic() + "'; set "
                    + QUARANTINE_TOPIC_CONFIG + " to another one, or change 'topic' in the mapping of "
                    + CONTRACT_CONFIG);
        }
    }

    /** What the compiler wants thought about; nothing that forbids publishing. */
    List<Finding> warnings() {
        return compilation.findings();
    }

    CompiledContract contract() {
        return contract;
    }

    Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    EventMode mode() {
        return EventMode.named(getString(MODE_CONFIG));
    }

    boolean quarantines() {
        return ON_ERROR_QUARANTINE.equals(getString(ON_ERROR_CONFIG));
    }

    String quarantineTopic() {
        return getString(QUARANTINE_TOPIC_CONFIG);
    }

    PublishingLimits limits() {
        return new PublishingLimits(
                getInt(PAYLOAD_MAX_BYTES_CONFIG), getInt(PAYLOAD_MAX_DEPTH_CONFIG), getInt(EVENT_MAX_BYTES_CONFIG));
    }

    /** What the table calls each column. */
    Map<OutboxColumn, String> columnNames() {
        return OutboxColumnOptions.names(this);
    }

    private static Pseudonyms pseudonyms(@Nullable Password key) {
        return key == null ? Pseudonyms.none() : Pseudonyms.under(key.value());
    }

    private static void validateKey(String name, @Nullable Object value) {
        if (value instanceof Password key
                && key.value().getBytes(StandardCharsets.UTF_8).length < Pseudonyms.MIN_KEY_BYTES) {
            throw new ConfigException(name + " is shorter than " + Pseudonyms.MIN_KEY_BYTES
                    + " bytes, and could be guessed; set it to a longer secret");
        }
    }

    private static void validateTopic(String name, @Nullable Object value) {
        if (!(value instanceof String text) || !TOPIC.matcher(text).matches()) {
            throw new ConfigException(name, value, "not a legal topic name; use letters, digits, '.', '_' and '-'");
        }
    }

    private static ConfigDef configDef() {
        ConfigDef definition = new ConfigDef()
                .define(
                        CONTRACT_CONFIG,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(
                                ContractOption::validate, () -> "an inline bundle, or a location"),
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
                        MODE_CONFIG,
                        ConfigDef.Type.STRING,
                        MODE_DEFAULT,
                        ConfigDef.ValidString.in(EventMode.words()),
                        Importance.MEDIUM,
                        MODE_DOC)
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
                        PAYLOAD_MAX_BYTES_DOC)
                .define(
                        EVENT_MAX_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        EVENT_MAX_BYTES_DEFAULT,
                        ConfigDef.Range.between(10_000, 64 * 1024 * 1024),
                        Importance.LOW,
                        EVENT_MAX_BYTES_DOC)
                .define(
                        PAYLOAD_MAX_DEPTH_CONFIG,
                        ConfigDef.Type.INT,
                        PAYLOAD_MAX_DEPTH_DEFAULT,
                        ConfigDef.Range.between(1, 1000),
                        Importance.LOW,
                        PAYLOAD_MAX_DEPTH_DOC)
                .define(
                        HMAC_SECRET_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.LambdaValidator.with(PublishEventConfig::validateKey, () -> "at least 32 bytes"),
                        Importance.MEDIUM,
                        HMAC_SECRET_DOC);
        OutboxColumnOptions.define(definition);
        return definition;
    }
}
