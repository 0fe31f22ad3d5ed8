package dev.drawbridge.contracts.dryrun;

import dev.drawbridge.contracts.event.PublicEvent;
import dev.drawbridge.contracts.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a row becomes: a public event, or a refusal. Holds nothing private.
 *
 * @param key the record's key; null if the row was refused
 * @param headers the headers of the event
 * @param value the value of the event; null if it is an erasure, or was refused
 * @param refusal the problem, its rule and the remedy; null if the row would be published
 */
public record DryRunResult(
        @Nullable String key,
        Map<String, String> headers,
        @Nullable String value,
        @Nullable String refusal) {

    static DryRunResult published(PublicEvent event) {
        byte[] value = event.value();
        return new DryRunResult(
                new String(event.key(), StandardCharsets.UTF_8),
                new TreeMap<>(event.headers()),
                value == null ? null : new String(value, StandardCharsets.UTF_8),
                null);
    }

    static DryRunResult refused(Refusal refusal) {
        return new DryRunResult(
                null,
                Map.of(),
                null,
                "Would not be published: " + refusal.what() + " (rule "
                        + refusal.rule().ruleName() + "). " + refusal.rule().remedy() + ".");
    }

    /** Whether it would be published. */
    public boolean isPublished() {
        return refusal == null;
    }
}
