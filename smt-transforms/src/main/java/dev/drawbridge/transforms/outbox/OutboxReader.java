package dev.drawbridge.transforms.outbox;

import dev.drawbridge.contracts.outbox.ColumnRules;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads outbox rows. The table is recognised by its columns and their types, not by its name, which is the connector's
 * business. Thread-safe.
 */
public final class OutboxReader {
    private static final OutboxColumn[] COLUMNS = OutboxColumn.values();

    private final EnumMap<OutboxColumn, String> names;
    private final Set<OutboxColumn> callerSuppliedColumns;
    private volatile @Nullable Schema lastGood;

    /**
     * @param names what the table calls each column
     * @param callerSuppliedColumns the optional columns that the mapping names, which the table must have then
     */
    public OutboxReader(Map<OutboxColumn, String> names, Set<OutboxColumn> callerSuppliedColumns) {
        this.names = new EnumMap<>(OutboxColumn.class);
        for (OutboxColumn column : COLUMNS) {
            this.names.put(column, Objects.requireNonNullElse(names.get(column), column.columnName()));
        }
        this.callerSuppliedColumns = Set.copyOf(callerSuppliedColumns);
    }

    /**
     * Reads and checks one row.
     *
     * @throws Refusal if this is not a row of an outbox, or one of its columns is unusable
     */
    public OutboxRow read(Struct row) {
        requireOutbox(row.schema());
        return new OutboxRow(
                ColumnRules.plainId(name(OutboxColumn.ID), string(row, OutboxColumn.ID)),
                text(row, OutboxColumn.AGGREGATETYPE),
                text(row, OutboxColumn.AGGREGATEID),
                ColumnRules.version(name(OutboxColumn.VERSION), number(row, OutboxColumn.VERSION)),
                text(row, OutboxColumn.TYPE),
                ColumnRules.payloadVersion(name(OutboxColumn.PAYLOADVERSION), number(row, OutboxColumn.PAYLOADVERSION)),
                string(row, OutboxColumn.PAYLOAD),
                ColumnRules.instant(name(OutboxColumn.OCCURREDAT), string(row, OutboxColumn.OCCURREDAT)),
                fromCaller(row, OutboxColumn.CORRELATIONID),
                fromCaller(row, OutboxColumn.CAUSATIONID),
                fromCaller(row, OutboxColumn.TRACEPARENT),
                replay(row));
    }

    /** Schemas are compared by identity: a connector has one for a table until the table changes. */
    @SuppressWarnings("ReferenceEquality")
    private void requireOutbox(Schema schema) {
        if (schema == lastGood) {
            return;
        }
        for (OutboxColumn column : COLUMNS) {
            requireColumn(schema, column);
        }
        lastGood = schema;
    }

    private void requireColumn(Schema schema, OutboxColumn column) {
        Field field = schema.field(name(column));
        boolean mayBeAbsent = column.isCallerSupplied() && !callerSuppliedColumns.contains(column);
        if (field == null && (mayBeAbsent || column.isMarking())) {
            return;
        }
        if (field == null) {
            throw new Refusal(
                    Rule.NOT_OUTBOX, "the row is not one of an outbox: column '" + name(column) + "' is missing");
        }
        ColumnType type = ColumnType.of(column);
        if (!type.accepts(field.schema())) {
            throw new Refusal(
                    Rule.COLUMN_TYPE,
                    "column '" + name(column) + "' has the type " + ColumnType.found(field.schema())
                            + ", and is read as " + type.accepted());
        }
    }

    private boolean replay(Struct row) {
        Field field = row.schema().field(name(OutboxColumn.REPLAY));
        return field != null && Boolean.TRUE.equals(row.get(field));
    }

    private @Nullable String fromCaller(Struct row, OutboxColumn column) {
        if (!callerSuppliedColumns.contains(column) || row.get(name(column)) == null) {
            return null;
        }
        return text(row, column);
    }

    private String text(Struct row, OutboxColumn column) {
        return ColumnRules.text(name(column), string(row, column));
    }

    private @Nullable String string(Struct row, OutboxColumn column) {
        return row.getString(name(column));
    }

    private @Nullable Number number(Struct row, OutboxColumn column) {
        return row.get(name(column)) instanceof Number number ? number : null;
    }

    private String name(OutboxColumn column) {
        return String.valueOf(names.get(column));
    }

    /** The text in a column of a row that may be anything at all, or null: for telling where a refusal happened. */
    public @Nullable String peekText(Struct row, OutboxColumn column) {
        Field field = row.schema().field(name(column));
        return field != null && row.get(field) instanceof String text ? text : null;
    }

    /** The integer in a column of a row that may be anything at all, or null. */
    public @Nullable Long peekInteger(Struct row, OutboxColumn column) {
        Field field = row.schema().field(name(column));
        return field != null && row.get(field) instanceof Number number ? (Long) number.longValue() : null;
    }
}
