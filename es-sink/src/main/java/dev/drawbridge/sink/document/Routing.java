package dev.drawbridge.sink.document;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What chooses a document's shard in place of its id: {@code header:NAME}, {@code key:FIELD} or {@code value:FIELD}. Immutable,
 * thread-safe.
 */
public final class Routing {

    private enum Place {
        HEADER,
        KEY,
        VALUE
    }

    private final Place place;
    private final String name;
    private final FieldPath path;

    private Routing(Place place, String name) {
        this.place = place;
        this.name = name;
        this.path = place == Place.HEADER ? FieldPath.parse("unused") : FieldPath.parse(name);
    }

    /** @throws IllegalArgumentException when {@code text} reads otherwise */
    public static Routing parse(String text) {
        int colon = text.indexOf(':');
        for (Place place : Place.values()) {
            if (colon > 0 && colon + 1 < text.length() && place.name().equalsIgnoreCase(text.substring(0, colon))) {
                return new Routing(place, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("must read header:NAME, key:FIELD or value:FIELD");
    }

    /** Whether an erasure, which has no value, has none either. */
    public boolean needsValue() {
        return place == Place.VALUE;
    }

    String of(SinkRecord record, @Nullable Object value) {
        @Nullable
        Object found =
                switch (place) {
                    case HEADER -> header(record);
                    case KEY -> record.key() == null ? null : path.in(record.key());
                    case VALUE -> value == null ? null : path.in(value);
                };
        String routing = found instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : found instanceof String || found instanceof Number ? found.toString() : "";
        if (routing.isEmpty()) {
            throw Refusal.of(
                    record,
                    place.name().toLowerCase(java.util.Locale.ROOT) + " " + name
                            + " is missing or no text; it is needed for document.routing");
        }
        return routing;
    }

    private @Nullable Object header(SinkRecord record) {
        @Nullable Header header = record.headers().lastWithName(name);
        return header == null ? null : header.value();
    }
}
