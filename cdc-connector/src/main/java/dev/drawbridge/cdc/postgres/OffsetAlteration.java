package dev.drawbridge.cdc.postgres;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets may be stored by hand ({@code PATCH /connectors/<name>/offsets}): those that the slot can serve, whole and of
 * the types that Debezium reads. A reset is always allowed: the connector then begins at the slot.
 */
public final class OffsetAlteration {
    private static final Set<String> NUMBERS = numbers();
    private static final Set<String> TEXTS = texts();

    /** Debezium counts each table's events of a transaction there, with provide.transaction.metadata. */
    private static final String EVENTS_OF_TABLE = "transaction_data_collection_order_";

    private static final String REMEDY =
            "; change only positions in what GET /connectors/<name>/offsets shows, or DELETE"
                    + " /connectors/<name>/offsets to begin at the slot.";

    private final Map<String, String> config;

    /** @param config the connector's effective configuration */
    public OffsetAlteration(Map<String, String> config) {
        this.config = config;
    }

    private static Set<String> numbers() {
        Set<String> keys = new HashSet<>(OffsetOrigin.NUMBER_KEYS);
        keys.addAll(Set.of(
                StoredOffset.LSN,
                StoredOffset.LAST_PROCESSED,
                StoredOffset.LAST_COMMIT,
                "txId",
                "xmin",
                "ts_usec",
                "lsn_events_processed"));
        return Set.copyOf(keys);
    }

    private static Set<String> texts() {
        Set<String> keys = new HashSet<>(OffsetOrigin.TEXT_KEYS);
        keys.addAll(Set.of(StoredOffset.MESSAGE_TYPE, "transaction_id"));
        return Set.copyOf(keys);
    }

    /**
     * @param offsets by partition; a null offset resets one
     * @throws ConnectException naming what is wrong and what to do
     */
    public void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<String, String> own = Map.of("server", config.getOrDefault("topic.prefix", ""));
        for (Map.Entry<Map<String, ?>, ? extends @Nullable Map<String, ?>> entry : offsets.entrySet()) {
            Map<String, ?> offset = entry.getValue();
            if (offset == null) {
                continue;
            }
            if (!own.equals(entry.getKey())) {
                throw new ConnectException(
                        "Cannot store an offset of another partition than " + own + " (topic.prefix)" + REMEDY);
            }
            offset.forEach(OffsetAlteration::checkValue);
            if (!(offset.get(StoredOffset.LSN) instanceof Number) || !StoredOffset.isFromEvent(offset)) {
                throw new ConnectException("Cannot store an offset without " + StoredOffset.LSN + " and "
                        + StoredOffset.LAST_PROCESSED + REMEDY);
            }
            new Preflight(config).checkOffer(offset);
        }
    }

    private static void checkValue(String key, @Nullable Object value) {
        boolean isNumber = NUMBERS.contains(key) || key.startsWith(EVENTS_OF_TABLE);
        if (!isNumber && !TEXTS.contains(key)) {
            throw new ConnectException("Cannot store an offset with the unknown key '" + key + "'" + REMEDY);
        }
        boolean fits = isNumber ? value instanceof Long || value instanceof Integer : value instanceof String;
        if (!fits) {
            throw new ConnectException(
                    "Cannot store an offset whose '" + key + "' is no " + (isNumber ? "integer" : "text") + REMEDY);
        }
    }
}
