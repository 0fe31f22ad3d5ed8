package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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
     * written, and waits for every open transaction to end.
     *
     * @throws SQLException SQLSTATE 57014 when open transactions outlasted {@code timeout}
     */
    public void createSlot(String slot, Duration timeout) throws SQLException {
        try (Connection connection = administrator.getConnection();
                var exists = connection.prepareStatement("select from pg_replication_slots where slot_name = ?");
                var create = connection.prepareStatement(
                        "select pg_create_logical_replication_slot(?, 'pgoutput', false, false, true)")) {
            exists.setString(1, slot);
            try (var rows = exists.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
            try (var settings = connection.createStatement()) {
                settings.execute("set statement_timeout = " + timeout.toMillis());
            }
            create.setString(1, slot);
            try (var created = create.executeQuery()) {
                created.next();
            }
        }
    }
}
