package dev.drawbridge.transforms.outbox;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** The types that a column of an outbox may have, in PostgreSQL's words, as the owner of the table has to know them. */
enum ColumnType {
    TEXT("text, varchar, uuid, json or jsonb"),
    INTEGER("smallint, integer or bigint"),
    INSTANT("timestamp with time zone"),
    BOOLEAN("boolean");

    private static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";
    private static final Set<Schema.Type> INTEGERS = Set.of(Schema.Type.INT16, Schema.Type.INT32, Schema.Type.INT64);

    /** By the ending of the names that Debezium and Connect give to their logical types. */
    private static final Map<String, String> LOGICAL = Map.ofEntries(
            Map.entry("ZonedTimestamp", "timestamp with time zone"),
            Map.entry("Timestamp", "timestamp without time zone"),
            Map.entry("MicroTimestamp", "timestamp without time zone"),
            Map.entry("NanoTimestamp", "timestamp without time zone"),
            Map.entry("ZonedTime", "time with time zone"),
            Map.entry("Time", "time"),
            Map.entry("MicroTime", "time"),
            Map.entry("NanoTime", "time"),
            Map.entry("Date", "date"),
            Map.entry("Interval", "interval"),
            Map.entry("MicroDuration", "interval"),
            Map.entry("Decimal", "numeric"),
            Map.entry("VariableScaleDecimal", "numeric"),
            Map.entry("Uuid", "uuid"),
            Map.entry("Json", "json or jsonb"),
            Map.entry("Xml", "xml"));

    private static final Map<Schema.Type, String> PLAIN = Map.of(
            Schema.Type.STRING, "text",
            Schema.Type.INT16, "smallint",
            Schema.Type.INT32, "integer",
            Schema.Type.INT64, "bigint",
            Schema.Type.FLOAT32, "real",
            Schema.Type.FLOAT64, "double precision",
            Schema.Type.BOOLEAN, "boolean",
            Schema.Type.BYTES, "bytea",
            Schema.Type.ARRAY, "an array");

    private final String accepted;

    ColumnType(String accepted) {
        this.accepted = accepted;
    }

    static ColumnType of(OutboxColumn column) {
        if (column == OutboxColumn.OCCURREDAT) {
            return INSTANT;
        }
        if (column == OutboxColumn.REPLAY) {
            return BOOLEAN;
        }
        return column.isInteger() ? INTEGER : TEXT;
    }

    boolean accepts(Schema schema) {
        return switch (this) {
            case TEXT -> schema.type() == Schema.Type.STRING;
            case INTEGER -> INTEGERS.contains(schema.type()) && schema.name() == null;
            case INSTANT -> schema.type() == Schema.Type.STRING && ZONED_TIMESTAMP.equals(schema.name());
            case BOOLEAN -> schema.type() == Schema.Type.BOOLEAN;
        };
    }

    /** The types of PostgreSQL that it accepts. */
    String accepted() {
        return accepted;
    }

    /** The type of PostgreSQL that a column with this schema has. */
    static String found(Schema schema) {
        String name = schema.name();
        if (name == null) {
            String type = PLAIN.get(schema.type());
            return type == null ? schema.type().getName() : type;
        }
        String type = LOGICAL.get(name.substring(name.lastIndexOf('.') + 1));
        return type == null ? schema.type().getName() + " " + LogSafeName.quote(name) : type;
    }
}
