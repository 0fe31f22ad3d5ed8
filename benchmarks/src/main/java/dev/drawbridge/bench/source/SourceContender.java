package dev.drawbridge.bench.source;

import dev.drawbridge.bench.Sample;
import java.util.HashMap;
import java.util.Map;

/** Who reads the outbox, by the configuration of a connector that publishes to a topic of its own. */
enum SourceContender {
    /** What {@code connect-config} deploys, publishing elsewhere. */
    DRAWBRIDGE("Drawbridge") {
        @Override
        Map<String, String> config(Map<String, String> deployed, String topic) {
            Map<String, String> config = new HashMap<>(deployed);
            config.computeIfPresent(
                    "transforms.publish.contract",
                    (key, bundle) -> bundle.replace("topic: " + Sample.TOPIC, "topic: " + topic));
            return config;
        }
    },
    /** The usual way: Debezium's connector and defaults, the payload passed on as the string it is. */
    EVENT_ROUTER("EventRouter") {
        @Override
        Map<String, String> config(Map<String, String> deployed, String topic) {
            Map<String, String> config = new HashMap<>(Map.of(
                    "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                    "plugin.name", "pgoutput",
                    "publication.name", "drawbridge_outbox",
                    "publication.autocreate.mode", "disabled",
                    "snapshot.mode", "no_data",
                    "table.include.list", "public.outbox",
                    "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "header.converter", "org.apache.kafka.connect.storage.StringConverter"));
            config.putAll(Map.of(
                    "transforms", "router",
                    "transforms.router.type", "io.debezium.transforms.outbox.EventRouter",
                    "transforms.router.table.fields.additional.placement",
                            "version:header:ce_aggregateversion,type:header",
                    "transforms.router.route.topic.replacement", topic,
                    // those of Drawbridge's runs are in the WAL
                    "message.prefix.exclude.list", "drawbridge.heartbeat"));
            deployed.forEach((key, value) -> {
                if (key.startsWith("database.") || key.equals("exactly.once.support") || key.equals("tasks.max")) {
                    config.put(key, value);
                }
            });
            return config;
        }
    };

    private final String title;

    SourceContender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * The connector's configuration, without name, slot and topic prefix.
     *
     * @param deployed what the stack had deployed
     * @param topic where the events go
     */
    abstract Map<String, String> config(Map<String, String> deployed, String topic);
}
