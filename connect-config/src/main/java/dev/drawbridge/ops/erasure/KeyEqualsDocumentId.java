package dev.drawbridge.ops.erasure;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.Map;
import java.util.Set;

/** Whether a deployed sink takes the bytes of a key, as they are in the topic, for the document id. What is not known is refused. */
final class KeyEqualsDocumentId {
    private static final Set<String> CONVERTERS = Set.of(
            "org.apache.kafka.connect.converters.ByteArrayConverter",
            "org.apache.kafka.connect.storage.StringConverter");

    private static final String KAFKAS_OWN = "org.apache.kafka.connect.transforms.";

    /** Beside those that change the value alone, which Kafka names so. A record that is filtered out only keeps its marker. */
    private static final Set<String> KEY_KEEPING =
            Set.of(KAFKAS_OWN + "Filter", KAFKAS_OWN + "InsertHeader", KAFKAS_OWN + "DropHeaders");

    private final String connector;
    private final Map<String, String> config;

    private KeyEqualsDocumentId(String connector, Map<String, String> config) {
        this.connector = connector;
        this.config = config;
    }

    /** @throws ActionRequiredException naming the option by which keys and ids may differ */
    static void require(String connector, Map<String, String> config) {
        KeyEqualsDocumentId keys = new KeyEqualsDocumentId(connector, config);
        keys.requireUnset("document.id.template", "ids are made of key fields");
        keys.requireUnset("document.routing", "a marker is not in the shard that its id leads to");
        keys.requireUnset("consumer.override.bootstrap.servers", "its topic may be of another cluster");
        keys.requireConverter();
        keys.requireTransforms();
    }

    private void requireUnset(String option, String why) {
        if (!value(option).isEmpty()) {
            throw refusal(option + " is set: " + why);
        }
    }

    private void requireConverter() {
        String converter = value("key.converter");
        if (converter.isEmpty()) {
            throw refusal("key.converter is not set, and the worker's own is not known here: set it to one of "
                    + String.join(", ", CONVERTERS));
        }
        if (!CONVERTERS.contains(converter)) {
            throw refusal("key.converter is " + converter + ", not one of " + String.join(", ", CONVERTERS)
                    + ": the bytes of a key are not the id");
        }
        config.forEach((option, value) -> {
            if (option.startsWith("key.converter.") && option.endsWith("encoding") && !value.equals("UTF-8")) {
                throw refusal(option + " is " + value + ": ids are read from keys as UTF-8");
            }
        });
    }

    private void requireTransforms() {
        for (String alias : value("transforms").split(",", -1)) {
            String option = "transforms." + alias.trim() + ".type";
            String type = value(option);
            if (!alias.isBlank()
                    && !KEY_KEEPING.contains(type)
                    && !(type.startsWith(KAFKAS_OWN) && type.endsWith("$Value"))) {
                throw refusal(option + " is " + type + ": it may change keys or topic");
            }
        }
    }

    private String value(String option) {
        return config.getOrDefault(option, "").trim();
    }

    private ActionRequiredException refusal(String why) {
        return new ActionRequiredException(
                "Connector '" + connector + "': " + why
                        + ". A document of which the topic still holds a record could lose its marker and come back. Keep the markers, or"
                        + " rebuild the index from the beginning of its topic, which leaves out those that are no longer needed.");
    }
}
