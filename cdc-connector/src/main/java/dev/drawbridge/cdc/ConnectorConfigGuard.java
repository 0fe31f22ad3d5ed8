package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.OutboxTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Decides from a connector's configuration whether anything but a public event could be published. Promise G1 must not
 * hang on somebody remembering the transform.
 */
final class ConnectorConfigGuard {
    static final String PUBLISH_EVENT = "dev.drawbridge.transforms.PublishEvent";
    private static final String SALTED = ".with.salt.";
    private static final String TRANSFORMS = "transforms";
    private static final String EXACTLY_ONCE = "exactly.once.support";

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String HEADER_CONVERTER = "header.converter";
    private static final List<String> HEADERS = List.of(
            "org.apache.kafka.connect.storage.StringConverter",
            "org.apache.kafka.connect.storage.SimpleHeaderConverter");

    private ConnectorConfigGuard() {}

    /**
     * Key → what is wrong and what to do; empty when the configuration is safe. Each text names its key: answers to the calls
     * that create or change a connector show the texts alone.
     */
    static Map<String, String> findings(Map<String, String> config) {
        Map<String, String> findings = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (value == null) {
                findings.put(key, "has no value (JSON null); give it one, or leave it out.");
            }
        });
        check(OutboxDefaults.withoutNulls(config), findings);
        findings.replaceAll(ConnectorConfigGuard::naming);
        return findings;
    }

    /** The text, with the key before it unless it names it; a key that holds a salt is quoted nowhere. */
    static String naming(String key, String text) {
        return text.contains(key) || key.contains(SALTED) ? text : key + ": " + text;
    }

    private static void check(Map<String, String> config, Map<String, String> findings) {
        List<String> chain = Stream.of(config.getOrDefault(TRANSFORMS, "").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        if (chain.isEmpty()) {
            findings.put(
                    TRANSFORMS,
                    "Without a transform the internal change events themselves would be published; set transforms=publish"
                            + " and transforms.publish.type=" + PUBLISH_EVENT + ".");
        } else {
            checkChain(chain, config, findings);
        }
        if (!"required".equalsIgnoreCase(config.get(EXACTLY_ONCE))) {
            findings.put(
                    EXACTLY_ONCE,
                    "Without exactly-once support the slot can get ahead of the stored offset and rows vanish without an"
                            + " error; set exactly.once.support=required.");
        }
        findings.putAll(UnsafeOptions.findings(config));
        checkConverters(config, findings);
        String tables = OutboxTables.problem(config);
        if (!tables.isEmpty()) {
            findings.put(OutboxTables.OPTION, tables);
        }
    }

    /** PublishEvent has made key, value and headers as they should be; a worker's default, often JSON, would wrap or encode them. */
    private static void checkConverters(Map<String, String> config, Map<String, String> findings) {
        for (String key : List.of("key.converter", "value.converter")) {
            if (!BYTES.equals(config.get(key))) {
                findings.put(
                        key,
                        "Only bytes leave an event as its contract says, whatever the worker's default is; set " + key
                                + "=" + BYTES + ".");
            }
        }
        if (!HEADERS.contains(config.getOrDefault(HEADER_CONVERTER, ""))) {
            findings.put(
                    HEADER_CONVERTER,
                    "Consumers read headers as text, whatever the worker's default is; set " + HEADER_CONVERTER + "="
                            + HEADERS.get(0) + ".");
        }
    }

    private static void checkChain(List<String> chain, Map<String, String> config, Map<String, String> findings) {
        String last = chain.get(chain.size() - 1);
        if (!PUBLISH_EVENT.equals(config.get(TRANSFORMS + "." + last + ".type"))) {
            findings.put(
                    TRANSFORMS,
                    "The last transform, '" + last
                            + "', is not PublishEvent, so internal change events could be published;"
                            + " let a transform of type " + PUBLISH_EVENT + " be the only one.");
        } else if (chain.size() > 1) {
            findings.put(
                    TRANSFORMS,
                    "Before PublishEvent stands '" + chain.get(0) + "', which could drop or change rows in silence;"
                            + " set transforms=" + last + " alone, and map what is to be published in its contract.");
        }
        String predicate = TRANSFORMS + "." + last + ".predicate";
        if (config.containsKey(predicate)) {
            findings.put(
                    predicate, "A predicate lets some records pass PublishEvent untouched; remove " + predicate + ".");
        }
    }
}
