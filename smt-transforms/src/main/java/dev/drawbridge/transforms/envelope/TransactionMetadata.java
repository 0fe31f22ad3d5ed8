package dev.drawbridge.transforms.envelope;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's note that a transaction began or ended ({@code provide.transaction.metadata}). Carried over without the names of
 * the tables that the transaction changed, which are private.
 */
final class TransactionMetadata {
    static final String SCHEMA_NAME = "io.debezium.connector.common.TransactionMetadataValue";
    private static final String ID = "id";
    private static final String STATUS = "status";
    private static final String TIMESTAMP = "ts_ms";

    private TransactionMetadata() {}

    static <R extends ConnectRecord<R>> R asBytes(R marker) {
        return ControlRecords.withBytes(marker, key(marker.key()), value(marker.value()));
    }

    private static @Nullable ObjectNode key(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        if (ControlRecords.field(key, ID) instanceof String id) {
            return JsonNodeFactory.instance.objectNode().put(ID, id);
        }
        throw ControlRecords.notOne("a transaction marker");
    }

    private static ObjectNode value(@Nullable Object value) {
        if (ControlRecords.field(value, STATUS) instanceof String status
                && ControlRecords.field(value, ID) instanceof String id) {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put(STATUS, status).put(ID, id);
            if (ControlRecords.field(value, TIMESTAMP) instanceof Long timestamp) {
                json.put(TIMESTAMP, timestamp);
            }
            return json;
        }
        throw ControlRecords.notOne("a transaction marker");
    }
}
