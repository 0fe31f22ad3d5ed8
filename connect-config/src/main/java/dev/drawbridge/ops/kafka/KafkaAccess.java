package dev.drawbridge.ops.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * How a cluster is reached. Prints without the properties, which may hold secrets.
 *
 * @param properties of Kafka's clients, {@code bootstrap.servers} among them
 */
public record KafkaAccess(Map<String, Object> properties) {

    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** Without authentication. */
    public static KafkaAccess of(String bootstrap) {
        return new KafkaAccess(Map.of("bootstrap.servers", bootstrap));
    }

    public String bootstrap() {
        return String.valueOf(properties.get("bootstrap.servers"));
    }

    /** To be closed by the caller. */
    public Admin admin() {
        return Admin.create(with(Map.of("default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000)));
    }

    /** For a client that needs more; what the environment's file says goes first. */
    Map<String, Object> with(Map<String, Object> defaults) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(properties);
        return all;
    }

    /** For a client of which these have to hold, whatever the environment's file says. */
    Map<String, Object> demanding(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(settings);
        return all;
    }

    @Override
    public String toString() {
        return "Kafka at " + bootstrap();
    }
}
