package dev.drawbridge.ops.environment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that an environment's file may have. */
final class EnvironmentKeys {
    static final String KAFKA = "kafka.";
    static final String PLACEHOLDER = "placeholder.";

    private static final Set<String> SECRET = Set.of(
            "connect.password",
            "elasticsearch.password",
            "elasticsearch.api-key",
            "database.admin.password",
            "database.owner.password",
            "database.writer.password",
            "database.capture.password",
            "write-api.key");

    private static final Set<String> PLAIN = Set.of(
            "files",
            "connect.url",
            "connect.username",
            "connect.ca",
            "elasticsearch.url",
            "elasticsearch.username",
            "elasticsearch.ca",
            "database.url",
            "database.admin.username",
            "database.capture.username",
            "write-api.url",
            "write-api.ca");

    /** On which it depends that nothing is lost, created or read halfway. */
    private static final Set<String> OF_THE_TOOL = Set.of(
            "isolation.level",
            "allow.auto.create.topics",
            "auto.offset.reset",
            "enable.auto.commit",
            "group.id",
            "group.instance.id",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "partitioner.class",
            "partitioner.ignore.keys");

    private static final Map<String, ConfigDef.Type> KAFKA_TYPES = kafkaTypes();

    private EnvironmentKeys() {}

    /** What Kafka's clients know, with the type that they give it. */
    private static Map<String, ConfigDef.Type> kafkaTypes() {
        Map<String, ConfigDef.Type> types = new TreeMap<>();
        for (ConfigDef client :
                Set.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())) {
            client.configKeys().forEach((name, key) -> types.put(name, key.type));
        }
        return types;
    }

    static boolean isKnown(String key) {
        return SECRET.contains(key)
                || PLAIN.contains(key)
                || (key.startsWith(PLACEHOLDER) && key.length() > PLACEHOLDER.length())
                || (key.startsWith(KAFKA) && KAFKA_TYPES.containsKey(key.substring(KAFKA.length())));
    }

    /** Whether the tool alone decides about it. */
    static boolean isOfTheTool(String key) {
        return key.startsWith(KAFKA) && OF_THE_TOOL.contains(key.substring(KAFKA.length()));
    }

    static boolean isSecret(String key) {
        return SECRET.contains(key)
                || (key.startsWith(KAFKA) && KAFKA_TYPES.get(key.substring(KAFKA.length())) == ConfigDef.Type.PASSWORD);
    }

    /** For a message. */
    static String known() {
        Set<String> all = new TreeSet<>(PLAIN);
        all.addAll(SECRET);
        return String.join(", ", all) + ", kafka.<option of Kafka's clients>, placeholder.<name>";
    }
}
