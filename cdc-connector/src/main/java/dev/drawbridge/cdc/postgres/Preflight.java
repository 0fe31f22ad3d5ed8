package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
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
 * an error: the slot exists (a new one starts at "now"), it is not ahead of the offset Connect has stored, that offset is
 * one that the server has reached, and the publication is whole ({@link PostgresPublicationCheck}).
 */
public final class Preflight {
    /** SQLSTATE classes that pass: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    /** Follows what was found. The order matters: a connector that runs would store its offset again. */
    private static final String BEGIN_AT_SLOT =
            "; then let the connector begin at the slot: PUT /connectors/<name>/stop, DELETE"
                    + " /connectors/<name>/offsets, PUT /connectors/<name>/resume";

    private static final String REMEDY =
            BEGIN_AT_SLOT + ", and republish on the write side what was written in between.";

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
            Catalog catalog = new Catalog(connection);
            new PostgresPublicationCheck(catalog, config, where()).run();
            checkSlot(catalog, storedLsn(offsets));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            String message =
                    "Cannot check slot and publication on " + where() + " (SQLSTATE " + state + "): " + e.getMessage();
            throw PASSING.contains(state.substring(0, 2))
                    ? new RetriableException(message)
                    : new ConnectException(message);
        }
    }

    private void checkSlot(Catalog catalog, @Nullable Long storedLsn) throws SQLException {
        String slot = config.getOrDefault("slot.name", "");
        String sql =
                "select confirmed_flush_lsn, wal_status, case when pg_is_in_recovery() then pg_last_wal_replay_lsn()"
                        + " else pg_current_wal_insert_lsn() end from pg_replication_slots where slot_name = ?";
        SlotState state = catalog.ask(
                sql, row -> new SlotState(lsn(row.getString(1)), row.getString(2), lsn(row.getString(3))), slot);
        if (state == null) {
            throw new ConnectException("Replication slot '" + slot + "' does not exist on " + where()
                    + ": rows written since it was lost would vanish without an error. Create it"
                    + " (select pg_create_logical_replication_slot('" + slot + "', 'pgoutput', false, false, true))"
                    + REMEDY);
        }
        if ("lost".equals(state.walStatus())) {
            throw new ConnectException("Replication slot '" + slot + "' on " + where() + " has lost WAL it still needed"
                    + " (max_slot_wal_keep_size). Drop it and create it again" + REMEDY);
        }
        if (storedLsn != null) {
            checkOffset("Replication slot '" + slot + "' on " + where(), state, storedLsn);
        }
    }

    /** Streaming begins at the later of the two: what the slot has passed is gone, and what the offset claims is not sent. */
    private static void checkOffset(String slot, SlotState state, long storedLsn) {
        String stored = LogSequenceNumber.valueOf(storedLsn).asString();
        if (state.confirmed() > storedLsn) {
            throw new ConnectException(slot + " is ahead of the offset Connect has stored (slot "
                    + LogSequenceNumber.valueOf(state.confirmed()).asString() + ", stored " + stored
                    + "): the rows between them would be skipped in silence" + REMEDY);
        }
        if (state.reached() < storedLsn) {
            throw new ConnectException(
                    slot + " is of a server that has not reached the offset Connect has stored (server "
                            + LogSequenceNumber.valueOf(state.reached()).asString() + ", stored " + stored
                            + "): it was restored or made anew, and all it writes up to there would be skipped in silence."
                            + " What was published and is lost here stays with all readers unless topic and indexes are made"
                            + " anew (docs/operations.md, After a restore)"
                            + BEGIN_AT_SLOT
                            + ", and republish all.");
        }
    }

    private static long lsn(@Nullable String text) {
        return text == null ? 0 : LogSequenceNumber.valueOf(text).asLong();
    }

    /**
     * @param confirmed what consumers of the slot have said that they have; 0 if nothing
     * @param reached the end of what the server has written, or as a standby replayed
     */
    private record SlotState(long confirmed, @Nullable String walStatus, long reached) {}

    /** How far the stored offset says that everything was handed over, if it says so. */
    private @Nullable Long storedLsn(OffsetStorageReader offsets) {
        return StoredOffset.lsn(offsets.offset(Map.of("server", config.getOrDefault("topic.prefix", ""))));
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
