package dev.drawbridge.transforms.outbox;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.refusal.Quotable;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.type.Rfc3339;
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
    private static final String YEAR_ZERO = "0000";

    private static final OutboxColumn[] COLUMNS = OutboxColumn.values();

    private final EnumMap<OutboxColumn, String> names;
    private final Set<OutboxColumn> columnsFromCallers;
    private volatile @Nullable Schema lastGood;

    /**
     * @param names what the table calls each column
     * @param columnsFromCallers the optional columns that the mapping names, which the table must have then
     */
    public OutboxReader(Map<OutboxColumn, String> names, Set<OutboxColumn> columnsFromCallers) {
        this.names = new EnumMap<>(OutboxColumn.class);
        for (OutboxColumn column : COLUMNS) {
            this.names.put(column, Objects.requireNonNullElse(names.get(column), column.columnName()));
        }
        this.columnsFromCallers = Set.copyOf(columnsFromCallers);
    }

    /**
     * Reads and checks one row.
     *
     * @throws Refusal if this is not a row of an outbox, or one of its columns is unusable
     */
    public OutboxRow read(Struct row) {
        requireOutbox(row.schema());
        return new OutboxRow(
                plainName(row, OutboxColumn.ID),
                text(row, OutboxColumn.AGGREGATETYPE),
                text(row, OutboxColumn.AGGREGATEID),
                version(row),
                text(row, OutboxColumn.TYPE),
                payloadVersion(row),
                row.getString(name(OutboxColumn.PAYLOAD)),
                instant(row),
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
        boolean mayBeAbsent = column.isFromCallers() && !columnsFromCallers.contains(column);
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

    private String plainName(Struct row, OutboxColumn column) {
        String text = row.getString(name(column));
        if (text == null || !Quotable.isPlain(text)) {
            throw invalid(column, "is not a plain id");
        }
        return text;
    }

    private String text(Struct row, OutboxColumn column) {
        String text = row.getString(name(column));
        if (text == null || text.isBlank() || !Text.isPrintable(text)) {
            throw invalid(column, "is empty, or has characters that cannot be published");
        }
        if (text.endsWith(" ")) {
            throw invalid(
                    column,
                    "ends in a space, as type char(n) pads it; change the type of the column to text or varchar");
        }
        return text;
    }

    private boolean replay(Struct row) {
        Field field = row.schema().field(name(OutboxColumn.REPLAY));
        return field != null && Boolean.TRUE.equals(row.get(field));
    }

    private @Nullable String fromCaller(Struct row, OutboxColumn column) {
        if (!columnsFromCallers.contains(column) || row.get(name(column)) == null) {
            return null;
        }
        return text(row, column);
    }

    private long version(Struct row) {
        long version = integer(row, OutboxColumn.VERSION);
        if (version < 1) {
            throw invalid(OutboxColumn.VERSION, "is below 1");
        }
        return version;
    }

    private int payloadVersion(Struct row) {
        long version = integer(row, OutboxColumn.PAYLOADVERSION);
        if (version != (int) version) {
            throw invalid(OutboxColumn.PAYLOADVERSION, "is out of range");
        }
        return (int) version;
    }

    private long integer(Struct row, OutboxColumn column) {
        if (row.get(name(column)) instanceof Number number) {
            return number.longValue();
        }
        throw invalid(column, "is null");
    }

    private String instant(Struct row) {
        String text = row.getString(name(OutboxColumn.OCCURREDAT));
        if (text == null || !Rfc3339.isDateTime(text) || text.startsWith(YEAR_ZERO)) {
            throw invalid(OutboxColumn.OCCURREDAT, "is null, or no instant of the years 1 to 9999");
        }
        return Rfc3339.inUtc(text);
    }

    private Refusal invalid(OutboxColumn column, String problem) {
        return new Refusal(Rule.INVALID_ROW, "column '" + name(column) + "' " + problem);
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
