package dev.drawbridge.transforms.trial;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of a row: a public event, or a refusal. Holds nothing else.
 *
 * @param key the record's key, or nothing if it was refused
 * @param headers the headers of the event
 * @param value the value of the event; null if it is an erasure, or was refused
 * @param refusal why it was refused; null if it was not
 */
public record Outcome(
        @Nullable String key,
        Map<String, String> headers,
        @Nullable String value,
        @Nullable String refusal) {

    static Outcome published(SourceRecord event) {
        Map<String, String> headers = new TreeMap<>();
        event.headers().forEach(header -> headers.put(header.key(), String.valueOf(header.value())));
        return new Outcome(text(event.key()), headers, text(event.value()), null);
    }

    static Outcome refused(String why) {
        return new Outcome(null, Map.of(), null, why);
    }

    /** Whether it was published. */
    public boolean isPublished() {
        return refusal == null;
    }

    private static @Nullable String text(@Nullable Object bytes) {
        return bytes instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : null;
    }
}
