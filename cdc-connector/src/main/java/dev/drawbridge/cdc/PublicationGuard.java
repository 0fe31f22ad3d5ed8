package dev.drawbridge.cdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

    private static final Pattern ANYTHING = Pattern.compile(".*\\S.*");
    private static final Pattern INSERTS = Pattern.compile("(.*,)?\\s*c\\s*(,.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DRIVER_FLUSHES =
            Pattern.compile("\\s*connector_and_driver\\s*", Pattern.CASE_INSENSITIVE);

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
            checkChain(chain, config, findings);
        }
        if (!"required".equalsIgnoreCase(config.get(EXACTLY_ONCE))) {
            findings.put(
                    EXACTLY_ONCE,
                    "Without exactly-once support the slot can get ahead of the stored offset and rows vanish without an"
                            + " error; set exactly.once.support=required.");
        }
        checkErrorHandling(config, findings);
        checkFilters(config, findings);
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
        demand(
                config,
                findings,
                "event.converting.failure.handling.mode",
                "fail",
                "lets Debezium leave out a column that it cannot convert");
        demand(config, findings, "snapshot.mode", "no_data", "takes a snapshot" + SNAPSHOT);
    }

    /** Settings by which Debezium would pass over rows of the outbox, move on, and call it success. */
    private static void checkFilters(Map<String, String> config, Map<String, String> findings) {
        forbid(config, findings, "skipped.operations", INSERTS, "skips inserts, which are all there is in an outbox");
        for (String key : List.of("schema.include.list", "schema.exclude.list", "table.exclude.list")) {
            forbid(config, findings, key, ANYTHING, "can leave the outbox out; table.include.list names it");
        }
        forbid(
                config,
                findings,
                "message.prefix.include.list",
                ANYTHING,
                "lets logical messages through, and no event can be made of those");
        forbid(
                config,
                findings,
                "lsn.flush.mode",
                DRIVER_FLUSHES,
                "lets the driver confirm what Connect has not stored, so that the slot gets ahead of the offset");
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

    private static void forbid(
            Map<String, String> config, Map<String, String> findings, String key, Pattern harmful, String does) {
        String value = config.getOrDefault(key, "");
        if (harmful.matcher(value).matches()) {
            findings.put(key, key + "=" + value + " " + does + "; leave " + key + " out.");
        }
    }

    private static void demand(
            Map<String, String> config, Map<String, String> findings, String key, String safe, String otherwise) {
        String value = config.getOrDefault(key, safe);
        if (!safe.equalsIgnoreCase(value)) {
            findings.put(key, key + "=" + value + " " + otherwise + "; set it to " + safe + ", or leave it out.");
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
