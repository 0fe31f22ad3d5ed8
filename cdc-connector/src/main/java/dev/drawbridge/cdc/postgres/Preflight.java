package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.replication.LogSequenceNumber;

/**
 * What must hold in the database before a task streams, because Debezium would otherwise go on and lose rows without
 * an error: the slot exists (a new one starts at "now"), it is not ahead of the offset Connect has stored, and the
 * publication holds inserts only.
 */
public final class Preflight {
    /** SQLSTATE classes that pass: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    private static final String SSL_PREFIX = "database.ssl";

    private final Map<String, String> config;

    /** @param config the task's effective configuration, under Debezium's keys */
    public Preflight(Map<String, String> config) {
        this.config = config;
    }

    /**
     * Checks, or says that it could not yet.
     *
     * @throws ConnectException naming what is wrong and what to do
     * @throws RetriableException when the database is out of reach, starting, stopping or full: nothing has been checked
     */
    public void check(OffsetStorageReader offsets) {
        try (Connection connection = connect()) {
            checkPublication(connection);
            checkSlot(connection, storedLsn(offsets));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            String message =
                    "Cannot check slot and publication on " + where() + " (SQLSTATE " + state + "): " + e.getMessage();
            throw PASSING.contains(state.substring(0, 2))
                    ? new RetriableException(message)
                    : new ConnectException(message);
        }
    }

    private void checkPublication(Connection connection) throws SQLException {
        String name = config.getOrDefault("publication.name", "");
        String sql =
                "select puballtables or pubupdate or pubdelete or pubtruncate from pg_publication where pubname = ?";
        Boolean tooWide = ask(connection, sql, name, row -> row.getBoolean(1));
        if (tooWide == null) {
            throw new ConnectException("Publication '" + name + "' does not exist on " + where()
                    + "; run the outbox migrations, or set publication.name.");
        }
        if (tooWide) {
            throw new ConnectException("Publication '" + name + "' on " + where()
                    + " lets out more than inserts of the outbox;" + " recreate it: create publication " + name
                    + " for table outbox with (publish = 'insert').");
        }
        checkTables(connection, name);
    }

    /** A table dropped and created again has left its publication: everything would seem well and nothing would come. */
    private void checkTables(Connection connection, String publication) throws SQLException {
        String sql = "select string_agg(schemaname || '.' || tablename, ',' order by schemaname, tablename),"
                + " bool_or(rowfilter is not null) from pg_publication_tables where pubname = ?";
        String expected = config.getOrDefault("table.include.list", "public.outbox");
        String found =
                ask(connection, sql, publication, row -> row.getString(1) + (row.getBoolean(2) ? " (filtered)" : ""));
        if (!expected.equals(found)) {
            throw new ConnectException("Publication '" + publication + "' on " + where() + " holds " + found
                    + " and should hold " + expected
                    + " (table.include.list), whole and nothing else; correct table.include.list, or if that is the outbox,"
                    + " mend the publication with alter publication " + publication + " set table " + expected + ".");
        }
    }

    private void checkSlot(Connection connection, @Nullable Long storedLsn) throws SQLException {
        String slot = config.getOrDefault("slot.name", "");
        String sql = "select confirmed_flush_lsn, wal_status from pg_replication_slots where slot_name = ?";
        SlotState state = ask(connection, sql, slot, row -> new SlotState(row.getString(1), row.getString(2)));
        if (state == null) {
            throw new ConnectException("Replication slot '" + slot + "' does not exist on " + where()
                    + ": rows written since it was lost would vanish without an error. Create it"
                    + " (select pg_create_logical_replication_slot('" + slot + "', 'pgoutput', false, false, true)),"
                    + " then republish what was written in between.");
        }
        if ("lost".equals(state.walStatus())) {
            throw new ConnectException("Replication slot '" + slot + "' on " + where() + " has lost WAL it still needed"
                    + " (max_slot_wal_keep_size). Drop it, create it again, then republish.");
        }
        if (storedLsn != null && state.confirmed() > storedLsn) {
            throw new ConnectException("Replication slot '" + slot + "' on " + where()
                    + " is ahead of the offset Connect has stored"
                    + " (slot " + LogSequenceNumber.valueOf(state.confirmed()).asString() + ", stored "
                    + LogSequenceNumber.valueOf(storedLsn).asString()
                    + "): the rows between them would be skipped in silence."
                    + " Republish them, then reset the offset with DELETE /connectors/<name>/offsets.");
        }
    }

    private record SlotState(
            @Nullable String confirmedFlushLsn, @Nullable String walStatus) {
        long confirmed() {
            return confirmedFlushLsn == null
                    ? 0
                    : LogSequenceNumber.valueOf(confirmedFlushLsn).asLong();
        }
    }

    /**
     * How far the stored offset says that everything was handed over: the last event, or the last commit, which is beyond it
     * when a heartbeat's offset was stored after transactions without an event. Debezium confirms the slot up to that commit.
     */
    private @Nullable Long storedLsn(OffsetStorageReader offsets) {
        Map<String, Object> offset = offsets.offset(Map.of("server", config.getOrDefault("topic.prefix", "")));
        if (offset == null || !(offset.get("lsn") instanceof Number event)) {
            return null;
        }
        return offset.get("lsn_commit") instanceof Number commit
                ? (Long) Math.max(event.longValue(), commit.longValue())
                : (Long) event.longValue();
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> @Nullable T ask(Connection connection, String sql, String parameter, Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reader.read(rows) : null;
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.getOrDefault("database.user", ""));
        properties.setProperty("password", config.getOrDefault("database.password", ""));
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "10");
        config.forEach((key, value) -> {
            if (key.startsWith(SSL_PREFIX)) {
                properties.setProperty(key.substring("database.".length()), value);
            }
        });
        // Not DriverManager: in a worker, it may not see a driver that only this plugin brings.
        Connection connection = new Driver().connect("jdbc:postgresql://" + where(), properties);
        if (connection == null) {
            throw new SQLException("jdbc:postgresql://" + where() + " is not a PostgreSQL address");
        }
        return connection;
    }

    private String where() {
        return config.get("database.hostname") + ":" + config.getOrDefault("database.port", "5432") + "/"
                + config.get("database.dbname");
    }
}
