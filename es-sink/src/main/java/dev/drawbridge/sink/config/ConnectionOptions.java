package dev.drawbridge.sink.config;

import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** How Elasticsearch is reached. */
public final class ConnectionOptions {

    public static final String URL_CONFIG = "connection.url";
    private static final String URL_DOC =
            "Addresses of Elasticsearch nodes, such as https://es1:9200,https://es2:9200. They are used in turn, and one that"
                    + " is down is passed over. A path, the same for all, is put before that of each request, for an ingress or"
                    + " gateway.";

    public static final String USERNAME_CONFIG = "connection.username";
    private static final String USERNAME_DOC =
            "User for basic authentication. Its role needs indices:data/write/bulk*, indices:data/write/index*,"
                    + " indices:admin/refresh*, indices:data/read/search* and view_index_metadata on the target indices, and what"
                    + " checkpoint.index says on that.";

    static final String PASSWORD_CONFIG = "connection.password";
    private static final String PASSWORD_DOC = "Password for basic authentication.";

    public static final String API_KEY_CONFIG = "api.key.value";
    private static final String API_KEY_DOC =
            "API key in place of user and password, encoded as Elasticsearch gives it out.";

    static final String CONNECTION_TIMEOUT_MS_CONFIG = "connection.timeout.ms";
    private static final String CONNECTION_TIMEOUT_MS_DOC = "How long opening a connection may take, in milliseconds.";
    private static final int CONNECTION_TIMEOUT_MS_DEFAULT = 5_000;

    static final String READ_TIMEOUT_MS_CONFIG = "read.timeout.ms";
    private static final String READ_TIMEOUT_MS_DOC =
            "How long Elasticsearch may keep silent over a request before it is sent again, in milliseconds. It is asked to wait for"
                    + " a shard that is not there half as long at most, so that it answers before that.";
    private static final int READ_TIMEOUT_MS_DEFAULT = 30_000;

    static final String IDLE_TIME_MS_CONFIG = "max.connection.idle.time.ms";
    private static final String IDLE_TIME_MS_DOC =
            "How long a connection may be unused before a new one takes its place, in milliseconds. To be below the idle timeout of"
                    + " each firewall, NAT gateway and load balancer on the way: one that drops a connection silently costs the next"
                    + " request read.timeout.ms.";
    private static final int IDLE_TIME_MS_DEFAULT = 30_000;

    static final String COMPRESSION_CONFIG = "connection.compression";
    private static final String COMPRESSION_DOC =
            "Whether requests are compressed with gzip: saves network, costs processor time.";

    /** Before the options that Kafka's clients have for TLS: ssl.truststore.location and so on. */
    public static final String TLS_PREFIX = "elastic.https.";

    /** The one of them that has no effect here: the HTTP client makes its own engines. */
    static final String ENGINE_FACTORY_CONFIG = TLS_PREFIX + SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG;

    private static final String ENGINE_FACTORY_DOC = "Not to be set.";

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            API_KEY_CONFIG,
            "no auth.type to be set beside it",
            READ_TIMEOUT_MS_CONFIG,
            "others give up after 3 s and resend into an overloaded cluster",
            IDLE_TIME_MS_CONFIG,
            "other sinks: 60 s, which is the idle timeout of common load balancers",
            TLS_PREFIX + SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            "PEM works too, as a file or inline");

    private ConnectionOptions() {}

    static void define(ConfigDef options) {
        options.define(
                        URL_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        NodeAddresses.VALIDATOR,
                        Importance.HIGH,
                        URL_DOC)
                .define(USERNAME_CONFIG, ConfigDef.Type.STRING, null, Importance.MEDIUM, USERNAME_DOC)
                .define(PASSWORD_CONFIG, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, PASSWORD_DOC)
                .define(API_KEY_CONFIG, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, API_KEY_DOC)
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
                        IDLE_TIME_MS_CONFIG,
                        ConfigDef.Type.INT,
                        IDLE_TIME_MS_DEFAULT,
                        Range.between(1, 3_600_000),
                        Importance.LOW,
                        IDLE_TIME_MS_DOC)
                .define(COMPRESSION_CONFIG, ConfigDef.Type.BOOLEAN, false, Importance.LOW, COMPRESSION_DOC);
        defineTls(options);
    }

    private static void defineTls(ConfigDef options) {
        ConfigDef kafkas = new ConfigDef();
        SslConfigs.addClientSslSupport(kafkas);
        ConfigDef effective = new ConfigDef();
        kafkas.configKeys().values().stream()
                .filter(key -> !key.name.equals(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG))
                .forEach(effective::define);
        options.embed(TLS_PREFIX, "TLS", 0, effective);
        options.defineInternal(
                ENGINE_FACTORY_CONFIG,
                ConfigDef.Type.STRING,
                null,
                ConfigDef.LambdaValidator.with(ConnectionOptions::refuse, () -> "none"),
                Importance.LOW,
                ENGINE_FACTORY_DOC);
    }

    private static void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new ConfigException(option + " has no effect here; remove it, and give keys and certificates with "
                    + TLS_PREFIX + "ssl.keystore.* and " + TLS_PREFIX + "ssl.truststore.*");
        }
    }

    static Connection connection(AbstractConfig config) {
        return new Connection(
                NodeAddresses.parse(config.getList(URL_CONFIG)),
                credentials(config),
                tls(config),
                Duration.ofMillis(config.getInt(CONNECTION_TIMEOUT_MS_CONFIG)),
                Duration.ofMillis(config.getInt(READ_TIMEOUT_MS_CONFIG)),
                Duration.ofMillis(config.getInt(IDLE_TIME_MS_CONFIG)),
                config.getInt(BulkOptions.MAX_IN_FLIGHT_CONFIG),
                config.getBoolean(COMPRESSION_CONFIG),
                "drawbridge-es-sink/" + Version.CURRENT);
    }

    /** By the names that Kafka has for them, with the defaults of those that are not set. */
    private static Map<String, Object> tls(AbstractConfig config) {
        Map<String, Object> options = new HashMap<>();
        config.values().forEach((name, value) -> {
            if (name.startsWith(TLS_PREFIX)) {
                options.put(name.substring(TLS_PREFIX.length()), value);
            }
        });
        return options;
    }

    private static Credentials credentials(AbstractConfig config) {
        @Nullable Password apiKey = config.getPassword(API_KEY_CONFIG);
        if (apiKey != null && !apiKey.value().isEmpty()) {
            return Credentials.apiKey(apiKey);
        }
        @Nullable String user = config.getString(USERNAME_CONFIG);
        return user == null || user.isEmpty()
                ? Credentials.NONE
                : Credentials.basic(user, config.getPassword(PASSWORD_CONFIG));
    }

    /** What is wrong between options, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        boolean user = isSet(properties, USERNAME_CONFIG);
        boolean password = isSet(properties, PASSWORD_CONFIG);
        if (user != password) {
            String error = "set both " + USERNAME_CONFIG + " and " + PASSWORD_CONFIG + ", or neither";
            errors.put(USERNAME_CONFIG, error);
            errors.put(PASSWORD_CONFIG, error);
        }
        if (user && isSet(properties, API_KEY_CONFIG)) {
            String error = "set either " + API_KEY_CONFIG + " or " + USERNAME_CONFIG + ", not both";
            errors.put(USERNAME_CONFIG, error);
            errors.put(API_KEY_CONFIG, error);
        }
    }

    private static boolean isSet(Map<String, String> properties, String key) {
        @Nullable String value = properties.get(key);
        return value != null && !value.isEmpty();
    }
}
