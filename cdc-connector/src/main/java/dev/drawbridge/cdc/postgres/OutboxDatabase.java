package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Prepares a database for capture: the outbox with its roles and publication, the roles' passwords, the slot. Each is a
 * step of its own and may be run again. Used beside Connect (by an operator's job or the local stack), never in it.
 */
public final class OutboxDatabase {
    public static final String OWNER = "drawbridge_owner";
    public static final String WRITER = "drawbridge_writer";
    public static final String CAPTURE = "drawbridge_capture";

    private final DataSource administrator;

    /** @param administrator connects as a role that may create roles with REPLICATION, as a superuser may */
    public OutboxDatabase(DataSource administrator) {
        this.administrator = administrator;
    }

    /** Applies the migrations under {@code db/outbox}; history in {@code outbox_schema_history}. */
    public void migrate() {
        Flyway.configure(OutboxDatabase.class.getClassLoader())
                .dataSource(administrator)
                .locations("classpath:db/outbox")
                .table("outbox_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Sets a role's password; only its SCRAM verifier travels, so no server log can show it. */
    public void setPassword(String role, char[] password) throws SQLException {
        try (Connection connection = administrator.getConnection()) {
            connection.unwrap(PGConnection.class).alterUserPassword(role, password, "scram-sha-256");
        }
    }

    /**
     * Creates the logical slot if it is missing. Outside of any migration: creation fails in a transaction that has
     * written, and waits for every open transaction to end. From PostgreSQL 17 on it is a slot that survives failovers.
     *
     * @throws SQLException SQLSTATE 57014 when open transactions outlasted {@code timeout}; 42710 when the server has a slot of
     *     that name which cannot serve this database: names are the server's, slots belong to one database
     */
    public void createSlot(String slot, Duration timeout) throws SQLException {
        try (Connection connection = administrator.getConnection()) {
            Catalog catalog = new Catalog(connection);
            String[] found = catalog.ask(
                    "select slot_type, database, plugin, current_database() from pg_replication_slots where slot_name = ?",
                    row -> new String[] {row.getString(1), row.getString(2), row.getString(3), row.getString(4)},
                    slot);
            if (found != null) {
                requireUsable(slot, found[0], found[1], found[2], found[3]);
                return;
            }
            try (Statement settings = connection.createStatement()) {
                settings.execute("set statement_timeout = " + timeout.toMillis());
            }
            catalog.ask(SlotCheck.creation(catalog, slot), row -> row.getString(1));
        }
    }

    private static void requireUsable(
            String slot, String type, @Nullable String database, @Nullable String plugin, String here)
            throws SQLException {
        if (!"logical".equals(type) || !here.equals(database) || !"pgoutput".equals(plugin)) {
            throw new SQLException(
                    "Cannot create replication slot '" + slot + "' in database '" + here
                            + "': the server has a slot of that name (" + type
                            + (database == null ? "" : ", of database '" + database + "', plugin " + plugin)
                            + "). Use another slot name, or drop that one.",
                    "42710");
        }
    }
}
