package dev.drawbridge.cdc.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns that PublishEvent reads, and the types of PostgreSQL that it can read there. */
enum OutboxColumn {
    ID(Types.TEXT),
    AGGREGATETYPE(Types.TEXT),
    AGGREGATEID(Types.TEXT, "key"),
    VERSION(Types.INTEGER),
    TYPE(Types.TEXT),
    PAYLOADVERSION(Types.INTEGER),
    PAYLOAD(Types.JSON),
    OCCURREDAT(Types.INSTANT, "timestamp"),
    CORRELATIONID(Types.OPTIONAL_TEXT),
    CAUSATIONID(Types.OPTIONAL_TEXT),
    TRACEPARENT(Types.OPTIONAL_TEXT),
    REPLAY(Types.FLAG);

    /**
     * Not {@code char(n)}: it pads ids with spaces, and the aggregate would split in two once the column gets another type. What
     * is optional may be absent from the table: PublishEvent itself refuses that where its mapping names it.
     */
    private enum Types {
        TEXT(true, "text, varchar, uuid, citext"),
        OPTIONAL_TEXT(false, "text, varchar, uuid, citext"),
        JSON(true, "jsonb, json, text, varchar"),
        INTEGER(true, "int8, int4, int2"),
        INSTANT(true, "timestamptz"),
        FLAG(false, "bool");

        private final boolean required;
        private final String names;

        Types(boolean required, String names) {
            this.required = required;
            this.names = names;
        }
    }

    private static final String OPTION = "table.field.event.";
    private static final Set<Types> ENUM_AS_TEXT = Set.of(Types.TEXT, Types.OPTIONAL_TEXT);

    private final Types types;
    private final String option;

    OutboxColumn(Types types) {
        this.types = types;
        this.option = OPTION + name().toLowerCase(Locale.ROOT);
    }

    /** Debezium's EventRouter has its own names for some. */
    OutboxColumn(Types types, String option) {
        this.types = types;
        this.option = OPTION + option;
    }

    /** The option of PublishEvent that says what the table calls it, without the transform's own prefix. */
    String option() {
        return option;
    }

    /** What the table calls it. */
    String nameIn(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("transforms.")
                        && entry.getKey().endsWith("." + option))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name().toLowerCase(Locale.ROOT));
    }

    boolean isRequired() {
        return types.required;
    }

    /**
     * @param type the type's name in {@code pg_type}, a domain's being that of its base
     * @param isEnum whether it is an enumeration, which Debezium hands over as text
     */
    boolean accepts(String type, boolean isEnum) {
        return List.of(types.names.split(", ")).contains(type) || (isEnum && ENUM_AS_TEXT.contains(types));
    }

    String accepted() {
        return types.names;
    }
}
