package dev.drawbridge.cdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Decides from a connector's configuration whether anything but a public event could be published. Promise G1 must not
 * hang on somebody remembering the transform.
 */
final class PublicationGuard {
    static final String PUBLISH_EVENT = "dev.drawbridge.transforms.PublishEvent";
    private static final String TRANSFORMS = "transforms";
    private static final String EXACTLY_ONCE = "exactly.once.support";
    private static final String SNAPSHOT = ", which publishes old rows again, late and without order";

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String HEADER_CONVERTER = "header.converter";
    private static final List<String> HEADERS = List.of(
            "org.apache.kafka.connect.storage.StringConverter",
            "org.apache.kafka.connect.storage.SimpleHeaderConverter");

    private PublicationGuard() {}

    /** Key → what is wrong and what to do; empty when the configuration is safe. */
    static Map<String, String> findings(Map<String, String> config) {
        Map<String, String> findings = new LinkedHashMap<>();
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
            checkLast(chain.get(chain.size() - 1), config, findings);
        }
        if (!"required".equalsIgnoreCase(config.get(EXACTLY_ONCE))) {
            findings.put(
                    EXACTLY_ONCE,
                    "Without exactly-once support the slot can get ahead of the stored offset and rows vanish without an"
                            + " error; set exactly.once.support=required.");
        }
        checkErrorHandling(config, findings);
        checkSignals(config, findings);
        checkConverters(config, findings);
        return findings;
    }

    /** Settings under which a refused row would be skipped in silence, or logged with all that is private in it. */
    private static void checkErrorHandling(Map<String, String> config, Map<String, String> findings) {
        demand(config, findings, "errors.tolerance", "none", "lets Connect skip what PublishEvent refuses");
        demand(
                config,
                findings,
                "errors.log.include.messages",
                "false",
                "writes refused rows, private fields and all, to the log");
        demand(
                config,
                findings,
                "event.processing.failure.handling.mode",
                "fail",
                "lets Debezium skip what it cannot process");
        demand(config, findings, "snapshot.mode", "no_data", "takes a snapshot" + SNAPSHOT);
    }

    /** A signal can ask for a snapshot at any time; only Debezium's default channel, which needs a table, can be left in peace. */
    private static void checkSignals(Map<String, String> config, Map<String, String> findings) {
        demand(config, findings, "signal.enabled.channels", "source", "lets a signal start a snapshot" + SNAPSHOT);
        if (!config.getOrDefault("signal.data.collection", "").isBlank()) {
            findings.put(
                    "signal.data.collection",
                    "A signal can start a snapshot" + SNAPSHOT
                            + "; leave signal.data.collection out, and republish from the write side instead.");
        }
    }

    /** PublishEvent has made key and value as they should be; a worker's default, often JSON, would wrap or encode them. */
    private static void checkConverters(Map<String, String> config, Map<String, String> findings) {
        for (String key : List.of("key.converter", "value.converter")) {
            if (!BYTES.equals(config.get(key))) {
                findings.put(
                        key,
                        "Only bytes leave an event as its contract says, whatever the worker's default is; set " + key
                                + "=" + BYTES + ".");
            }
        }
        if (!HEADERS.contains(config.getOrDefault(HEADER_CONVERTER, HEADERS.get(0)))) {
            findings.put(
                    HEADER_CONVERTER,
                    "Consumers read headers as text; set " + HEADER_CONVERTER + "=" + HEADERS.get(0) + ".");
        }
    }

    private static void demand(
            Map<String, String> config, Map<String, String> findings, String key, String safe, String otherwise) {
        String value = config.getOrDefault(key, safe);
        if (!safe.equalsIgnoreCase(value)) {
            findings.put(key, key + "=" + value + " " + otherwise + "; set it to " + safe + ", or leave it out.");
        }
    }

    private static void checkLast(String last, Map<String, String> config, Map<String, String> findings) {
        String type = config.get(TRANSFORMS + "." + last + ".type");
        if (!PUBLISH_EVENT.equals(type)) {
            findings.put(
                    TRANSFORMS,
                    "The last transform, '" + last
                            + "', is not PublishEvent, so internal change events could be published;"
                            + " let the list end with a transform of type " + PUBLISH_EVENT + ".");
        }
        String predicate = TRANSFORMS + "." + last + ".predicate";
        if (config.containsKey(predicate)) {
            findings.put(
                    predicate, "A predicate lets some records pass PublishEvent untouched; remove " + predicate + ".");
        }
    }
}
