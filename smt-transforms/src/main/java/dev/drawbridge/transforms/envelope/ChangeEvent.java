package dev.drawbridge.transforms.envelope;

import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's envelope around one change of one row. Recognised by its structure, not by its name alone. Immutable as long
 * as the record is; never changes it.
 */
public final class ChangeEvent {
    private static final String NAME_ENDING = ".Envelope";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String OPERATION = "op";
    private static final String SOURCE = "source";
    private static final String LSN = "lsn";

    private final Struct envelope;

    private ChangeEvent(Struct envelope) {
        this.envelope = envelope;
    }

    /**
     * The change event in a record.
     *
     * @throws Refusal if the record is anything else
     */
    public static ChangeEvent of(ConnectRecord<?> changeRecord) {
        return find(changeRecord)
                .orElseThrow(() -> new Refusal(Rule.NOT_ENVELOPE, "the record is not a change event of Debezium"));
    }

    /** The change event in a record, if it is one. */
    public static Optional<ChangeEvent> find(ConnectRecord<?> changeRecord) {
        return changeRecord.value() instanceof Struct struct && isEnvelope(struct.schema())
                ? Optional.of(new ChangeEvent(struct))
                : Optional.empty();
    }

    private static boolean isEnvelope(Schema schema) {
        return schema.name() != null
                && schema.name().endsWith(NAME_ENDING)
                && has(schema, BEFORE, Schema.Type.STRUCT)
                && has(schema, AFTER, Schema.Type.STRUCT)
                && has(schema, OPERATION, Schema.Type.STRING)
                && has(schema, SOURCE, Schema.Type.STRUCT);
    }

    private static boolean has(Schema schema, String name, Schema.Type type) {
        Field field = schema.field(name);
        return field != null && field.schema().type() == type;
    }

    /**
     * The row that was inserted (or read by a snapshot).
     *
     * @throws Refusal if the change is anything but an insert
     */
    public Struct insertedRow() {
        String operation = envelope.getString(OPERATION);
        Struct row = rowAfter();
        if (row == null || !("c".equals(operation) || "r".equals(operation))) {
            throw new Refusal(
                    Rule.UNSUPPORTED_OPERATION, "operation " + LogSafeName.quote(operation) + " is not an insert");
        }
        return row;
    }

    /** The row as the change left it; null if it left none. */
    public @Nullable Struct rowAfter() {
        return envelope.getStruct(AFTER);
    }

    /** The position in the write-ahead log, or null where the source does not say. */
    public @Nullable Long lsn() {
        Struct source = envelope.getStruct(SOURCE);
        return source != null && has(source.schema(), LSN, Schema.Type.INT64) ? source.getInt64(LSN) : null;
    }
}
