package dev.drawbridge.transforms;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.transforms.envelope.ChangeEvent;
import dev.drawbridge.transforms.outbox.OutboxReader;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a refused record came from, as far as that can be told of a record that may be anything at all. All of it is safe to
 * print, but for the type.
 *
 * @param eventId null if there is none, or it is not a plain name
 * @param aggregatetype null if there is none, or it is not a plain name
 * @param aggregateid null if there is none, or it is not a plain name
 * @param version null if there is none
 * @param type the internal event type, unchecked
 * @param hasPayload whether there is a payload
 * @param topic where the record would have gone
 * @param lsn the position in the write-ahead log, or null
 */
record RecordCoordinates(
        @Nullable String eventId,
        @Nullable String aggregatetype,
        @Nullable String aggregateid,
        @Nullable Long version,
        @Nullable String type,
        boolean hasPayload,
        @Nullable String topic,
        @Nullable Long lsn) {

    static RecordCoordinates of(ConnectRecord<?> refused, OutboxReader outbox) {
        ChangeEvent change = ChangeEvent.find(refused).orElse(null);
        Struct row = change == null ? null : change.rowAfter();
        Long lsn = change == null ? null : change.lsn();
        String topic = LogSafeName.plainOrNull(refused.topic());
        if (row == null) {
            return new RecordCoordinates(
                    null, null, null, null, null, false, topic, lsn == null ? offset(refused) : lsn);
        }
        return new RecordCoordinates(
                LogSafeName.plainOrNull(outbox.peekText(row, OutboxColumn.ID)),
                LogSafeName.plainOrNull(outbox.peekText(row, OutboxColumn.AGGREGATETYPE)),
                LogSafeName.plainOrNull(outbox.peekText(row, OutboxColumn.AGGREGATEID)),
                outbox.peekInteger(row, OutboxColumn.VERSION),
                outbox.peekText(row, OutboxColumn.TYPE),
                outbox.peekText(row, OutboxColumn.PAYLOAD) != null,
                topic,
                lsn == null ? offset(refused) : lsn);
    }

    private static @Nullable Long offset(ConnectRecord<?> refused) {
        Map<String, ?> offset = refused instanceof SourceRecord fromSource ? fromSource.sourceOffset() : null;
        return offset != null && offset.get("lsn") instanceof Number lsn ? (Long) lsn.longValue() : null;
    }

    /** The coordinates as part of a sentence. */
    String describe() {
        StringBuilder words = new StringBuilder();
        words.append(eventId == null ? "a record for topic " + LogSafeName.quote(topic) : "outbox event " + eventId);
        if (aggregatetype != null) {
            words.append(" of ").append(aggregatetype);
        }
        if (version != null) {
            words.append(" version ").append(version);
        }
        return (lsn == null ? words : words.append(" at lsn ").append(lsn)).toString();
    }
}
