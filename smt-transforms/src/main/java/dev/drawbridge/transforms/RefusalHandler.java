package dev.drawbridge.transforms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.transforms.outbox.OutboxReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;

/** Decides what becomes of refused records: they stop the task, or their coordinates are quarantined. Thread-safe. */
final class RefusalHandler {
    private final CompiledContract contract;
    private final OutboxReader outbox;
    private final boolean quarantines;
    private final String topic;

    RefusalHandler(CompiledContract contract, OutboxReader outbox, boolean quarantines, String topic) {
        this.contract = contract;
        this.outbox = outbox;
        this.quarantines = quarantines;
        this.topic = topic;
    }

    /**
     * The record to be sent instead of a refused one.
     *
     * @throws DataException if the task has to stop
     */
    <R extends ConnectRecord<R>> R failOrQuarantine(R refused, Refusal refusal) {
        RecordCoordinates coordinates = RecordCoordinates.of(refused, outbox);
        boolean erasure = coordinates.type() == null
                ? isPossibleRow(refused, refusal)
                : isPossibleErasure(coordinates.type(), coordinates);
        if (!quarantines || erasure) {
            throw new DataException(message(coordinates, refusal, erasure));
        }
        return refused.newRecord(
                topic,
                null,
                Schema.BYTES_SCHEMA,
                key(coordinates),
                Schema.BYTES_SCHEMA,
                value(coordinates, refusal),
                refused.timestamp(),
                new ConnectHeaders());
    }

    /** A quarantined erasure would leave personal data published; so would one whose type the mapping does not know yet. */
    private boolean isPossibleErasure(String type, RecordCoordinates coordinates) {
        // char(n) pads it
        return contract.find(type.stripTrailing()).map(EventType::erasure).orElse(!coordinates.hasPayload());
    }

    /** Whether it may be a row of the outbox, of which nobody can tell that it erases nothing, as its type cannot be read. */
    private static boolean isPossibleRow(ConnectRecord<?> refused, Refusal refusal) {
        return refused.value() != null && refusal.rule() != Rule.UNSUPPORTED_OPERATION;
    }

    private String message(RecordCoordinates coordinates, Refusal refusal, boolean erasure) {
        String alternative = erasure
                ? "; it may erase an aggregate, so it is never quarantined."
                : ", or set " + PublishEventConfig.ON_ERROR_CONFIG + "=" + PublishEventConfig.ON_ERROR_QUARANTINE
                        + " to quarantine such events.";
        return "Cannot publish " + coordinates.describe() + ": " + refusal.what() + " (rule "
                + refusal.rule().ruleName() + "). Nothing was published. "
                + refusal.rule().remedy() + alternative;
    }

    /** Never null, because a compacted topic takes no record without a key. */
    private static byte[] key(RecordCoordinates coordinates) {
        String key =
                coordinates.eventId() == null ? coordinates.topic() + "@" + coordinates.lsn() : coordinates.eventId();
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] value(RecordCoordinates coordinates, Refusal refusal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", coordinates.eventId());
        json.put("aggregatetype", coordinates.aggregatetype());
        if (contract.aggregatetype().equals(coordinates.aggregatetype())) {
            json.put("aggregateid", coordinates.aggregateid()); // the key of all its public events
        }
        json.put("version", coordinates.version());
        if (coordinates.eventId() == null) {
            json.put("topic", coordinates.topic());
            json.put("lsn", coordinates.lsn());
        }
        json.put("rule", refusal.rule().ruleName());
        json.put("reason", refusal.what());
        json.put("contractHash", contract.hash());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
