package dev.drawbridge.outbox;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of the table {@code outbox}, in the table's order. */
public enum OutboxColumn {
    ID,
    AGGREGATETYPE,
    AGGREGATEID,
    VERSION,
    TYPE,
    PAYLOADVERSION,
    PAYLOAD,
    OCCURREDAT,
    CORRELATIONID,
    CAUSATIONID,
    TRACEPARENT,
    REPLAY;

    private final String columnName = name().toLowerCase(Locale.ROOT);

    /** Its name in the table. */
    public String columnName() {
        return columnName;
    }

    /** From 1, as JDBC counts the parameters of a statement. */
    int parameter() {
        return List.of(values()).indexOf(this) + 1;
    }

    /** All names, as SQL lists them. */
    static String list() {
        return Stream.of(values()).map(OutboxColumn::columnName).collect(Collectors.joining(", "));
    }

    /** A parameter for each column. */
    static String parameters() {
        return Stream.of(values())
                .map(column -> column == PAYLOAD ? "?::jsonb" : "?")
                .collect(Collectors.joining(", "));
    }
}
