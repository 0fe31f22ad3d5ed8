package dev.drawbridge.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Prepares a database for capture: the outbox with its roles and PostgreSQL publication, the roles' passwords, the slot. Each
 * is a step of its own and may be run again. Used by an operator's job, never by the service itself. Thread-safe.
 */
public final class OutboxDatabase {
    public static final String OWNER = "drawbridge_owner";
    public static final String WRITER = "drawbridge_writer";
    public static final String CAPTURE = "drawbridge_capture";

    /** The first PostgreSQL whose logical slots can survive a failover. */
    private static final int FAILOVER_SLOTS = 17;

    private static final String FIND_SLOT =
            "select slot_type, database, plugin, current_database()" + " from pg_replication_slots where slot_name = ?";

    private final DataSource administrator;

    /** @param administrator connects as a role that may create roles with REPLICATION, as a superuser may */
    public OutboxDatabase(DataSource administrator) {
        this.administrator = administrator;
    }

    /**
     * Applies the SQL files under {@code db/outbox} that are missing. They may be run by Flyway instead: the history, {@code
     * outbox_schema_history}, is Flyway's.
     *
     * @throws SQLException when a file fails, or was changed after it was applied; what it began is rolled back
     */
    public void migrate() throws SQLException {
        try (Connection connection = administrator.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            try {
                OutboxMigrations.apply(connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    /** Sets a role's password; only its SCRAM verifier is sent, so no server log can show it. */
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
            if (!isThere(connection, slot)) {
                create(connection, slot, timeout);
            }
        }
    }

    private static boolean isThere(Connection connection, String slot) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND_SLOT)) {
            select.setString(1, slot);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    return false;
                }
                requireUsable(slot, found.getString(1), found.getString(2), found.getString(3), found.getString(4));
                return true;
            }
        }
    }

    private static void create(Connection connection, String slot, Duration timeout) throws SQLException {
        boolean survivesFailovers = connection.getMetaData().getDatabaseMajorVersion() >= FAILOVER_SLOTS;
        try (Statement settings = connection.createStatement();
                PreparedStatement create =
                        connection.prepareStatement("select pg_create_logical_replication_slot(?, 'pgoutput'"
                                + (survivesFailovers ? ", false, false, true)" : ")"))) {
            settings.execute("set statement_timeout = " + timeout.toMillis());
            try {
                create.setString(1, slot);
                create.execute();
            } finally {
                settings.execute("reset statement_timeout");
            }
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
