package dev.drawbridge.bench.source;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Producer and transaction options that every contender of a comparison gets alike. Immutable.
 *
 * @param name how the table calls it
 * @param options options of a connector
 */
record OptionSet(String name, Map<String, String> options) {

    OptionSet {
        options = Map.copyOf(options);
    }

    /** What Kafka Connect and its producers do when nothing is said. */
    static OptionSet defaults() {
        return new OptionSet("Connect's defaults", Map.of());
    }

    /** Those options of a deployed connector that are not about its source, but about how Connect writes to Kafka. */
    static OptionSet deployed(Map<String, String> connector) {
        return new OptionSet(
                "options of `source.json`",
                connector.entrySet().stream()
                        .filter(option -> isAboutWriting(option.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Another one, with options as {@code key=value,key=value}. */
    OptionSet with(String more) {
        Map<String, String> all = new HashMap<>(options);
        Stream.of(more.split(",", -1))
                .forEach(option ->
                        all.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1)));
        return new OptionSet(name + " and " + more, all);
    }

    /** A connector's configuration with these options and no others of their kind. */
    Map<String, String> appliedTo(Map<String, String> connector) {
        Map<String, String> applied = new HashMap<>(connector);
        applied.keySet().removeIf(OptionSet::isAboutWriting);
        applied.putAll(options);
        return applied;
    }

    private static boolean isAboutWriting(String option) {
        return option.startsWith("producer.override.") || option.startsWith("transaction.boundary");
    }
}
