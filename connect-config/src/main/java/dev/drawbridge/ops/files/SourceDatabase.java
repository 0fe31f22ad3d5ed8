package dev.drawbridge.ops.files;

import java.util.Locale;

/** Where a source connector reads, as its options name it; these may be references that only Connect resolves. */
public record SourceDatabase(String host, String port, String name) {
    private static final String DEFAULT_PORT = "5432";
    private static final String DEBEZIUMS_SLOT = "debezium";

    public SourceDatabase {
        host = host.toLowerCase(Locale.ROOT);
    }

    public static SourceDatabase of(ConnectorFile source) {
        return new SourceDatabase(
                source.config().getOrDefault("database.hostname", ""),
                source.config().getOrDefault("database.port", DEFAULT_PORT),
                source.config().getOrDefault("database.dbname", ""));
    }

    /** The slot that a source connector reads; Debezium's default where it names none. */
    public static String slot(ConnectorFile source) {
        return source.config().getOrDefault("slot.name", DEBEZIUMS_SLOT);
    }

    /** Slots of one server have different names, whatever their database. */
    public String server() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return server() + "/" + name;
    }
}
