package dev.drawbridge.ops.quarantine;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to be retried of that which is quarantined.
 *
 * @param retryable entries with the id of an aggregate
 * @param impossible entries without one: there is nothing that could be published again
 */
public record RetryChoice(List<Entry> retryable, List<Entry> impossible) {

    /**
     * @param events ids of events; empty for all
     * @throws ActionRequiredException naming those that are not quarantined
     */
    public static RetryChoice of(List<Entry> quarantined, List<String> events) {
        List<String> unknown = new ArrayList<>(events);
        unknown.removeAll(quarantined.stream().map(Entry::key).toList());
        if (!unknown.isEmpty()) {
            throw new ActionRequiredException("Not quarantined: " + String.join(", ", unknown)
                    + "; nothing was retried. quarantine list shows the ids.");
        }
        Map<Boolean, List<Entry>> chosen = quarantined.stream()
                .filter(entry -> events.isEmpty() || events.contains(entry.key()))
                .collect(Collectors.partitioningBy(entry -> !entry.aggregateid().isEmpty()));
        return new RetryChoice(chosen.getOrDefault(true, List.of()), chosen.getOrDefault(false, List.of()));
    }

    /** The retryable by their aggregate type. */
    public Map<String, List<Entry>> byType() {
        return retryable.stream()
                .collect(Collectors.groupingBy(Entry::aggregatetype, TreeMap::new, Collectors.toList()));
    }
}
