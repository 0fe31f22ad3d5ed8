package dev.drawbridge.contracts.outbox;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns of an outbox, by the names that mappings use. Tables may name them otherwise; mappings may not. */
public enum OutboxColumn {
    ID(Use.ALWAYS_PUBLISHED),
    AGGREGATETYPE(Use.ALWAYS_READ),
    AGGREGATEID(Use.ALWAYS_PUBLISHED),
    VERSION(Use.ALWAYS_PUBLISHED),
    TYPE(Use.ALWAYS_READ),
    PAYLOADVERSION(Use.ALWAYS_READ),
    PAYLOAD(Use.ALWAYS_READ),
    OCCURREDAT(Use.ALWAYS_PUBLISHED),
    CORRELATIONID(Use.CALLER_SUPPLIED),
    CAUSATIONID(Use.CALLER_SUPPLIED),
    TRACEPARENT(Use.CALLER_SUPPLIED),
    REPLAY(Use.MARKING);

    private enum Use {
        ALWAYS_PUBLISHED,
        ALWAYS_READ,
        CALLER_SUPPLIED,
        MARKING
    }

    private final Use use;
    private final String columnName;

    OutboxColumn(Use use) {
        this.use = use;
        this.columnName = name().toLowerCase(Locale.ROOT);
    }

    /** The column that a mapping may call by that name, if there is one. */
    public static Optional<OutboxColumn> named(String name) {
        return Stream.of(values())
                .filter(column -> column.use != Use.MARKING)
                .filter(column -> column.columnName().equals(name))
                .findFirst();
    }

    /** The column's name in mappings, and its usual name in the table. */
    public String columnName() {
        return columnName;
    }

    /** Whether it holds an integer; all other columns that a mapping may name hold text. */
    public boolean isInteger() {
        return this == VERSION || this == PAYLOADVERSION;
    }

    /** Whether each event carries it in its key or headers, whatever the mapping says. */
    public boolean isAlwaysPublished() {
        return use == Use.ALWAYS_PUBLISHED;
    }

    /** Whether it marks rows for the transform, and may be absent from the table. */
    public boolean isMarking() {
        return use == Use.MARKING;
    }

    /** Whether it may be null, absent from the table, and is published only where a mapping names it. */
    public boolean isCallerSupplied() {
        return use == Use.CALLER_SUPPLIED;
    }
}
