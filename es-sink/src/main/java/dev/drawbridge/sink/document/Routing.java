package dev.drawbridge.sink.document;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;
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

    /** @throws DataException when there is none, or none that Elasticsearch could be sent */
    String of(SinkRecord record, @Nullable Object value) {
        @Nullable
        Object found =
                switch (place) {
                    case HEADER -> header(record);
                    case KEY -> record.key() == null ? null : path.in(record.key());
                    case VALUE -> value == null ? null : path.in(value);
                };
        String routing = text(record, found);
        if (routing.isEmpty()) {
            throw refusal(record, "is missing or no text; it is needed for document.routing");
        }
        if (!Utf8.isWhole(routing)) {
            throw refusal(record, "holds half a surrogate pair; it is needed for document.routing, check the producer");
        }
        return routing;
    }

    /** Empty when it is none. */
    private String text(SinkRecord record, @Nullable Object found) {
        if (found instanceof byte[] bytes) {
            @Nullable String decoded = Utf8.decode(ByteBuffer.wrap(bytes));
            if (decoded == null) {
                throw refusal(record, "is not valid UTF-8; it is needed for document.routing, check the producer");
            }
            return decoded;
        }
        @Nullable BigInteger number = WholeNumber.of(found);
        if (number != null) {
            return number.toString();
        }
        return found instanceof String || found instanceof Number ? found.toString() : "";
    }

    private DataException refusal(SinkRecord record, String why) {
        return Refusal.of(record, place.name().toLowerCase(Locale.ROOT) + " " + name + " " + why);
    }

    private @Nullable Object header(SinkRecord record) {
        @Nullable Header header = record.headers().lastWithName(name);
        return header == null ? null : header.value();
    }
}
