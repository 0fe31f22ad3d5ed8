package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees, while a task streams and before each confirmation of the slot, whether server, publication and table are still those of
 * its start. Its connection is opened after the stream's, so that it meets a server that took the address meanwhile.
 *
 * <p>Used by one thread at a time.
 */
public final class OriginMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OriginMonitor.class);

    /** How long nothing can be checked, and so nothing confirmed, before the task starts over. */
    private static final Duration BLIND = Duration.ofMinutes(1);

    /** A standby does not say; what it follows is checked at the start. The name of a WAL file begins with the timeline. */
    private static final String SERVER = "select (select system_identifier::text from pg_control_system()),"
            + " case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_lsn()), 8) end";

    private static final int HEXADECIMAL = 16;

    private final CaptureDatabase database;
    private final OutboxTables tables;
    private final String publication;
    private final GracePeriod failures;
    private volatile OffsetOrigin origin;
    private @Nullable Connection connection;

    /**
     * @param config the task's effective configuration
     * @param origin as {@link Preflight} found it
     * @param nanoTime as {@link System#nanoTime()}
     */
    public OriginMonitor(Map<String, String> config, OffsetOrigin origin, LongSupplier nanoTime) {
        this.database = new CaptureDatabase(config);
        this.tables = OutboxTables.of(config);
        this.publication = config.getOrDefault("publication.name", "");
        this.failures = new GracePeriod(nanoTime);
        this.origin = origin;
    }

    /** As found by the last check. */
    public OffsetOrigin origin() {
        return origin;
    }

    /**
     * Checks now.
     *
     * @return false when it could not be checked: then the slot must not be confirmed
     * @throws ConnectException when rows may be missing from now on, naming where and what to do
     * @throws RetriableException when another server or timeline answers: the task must start over, which decides
     */
    public boolean isUnchanged() {
        try {
            check();
            failures.renew();
            return true;
        } catch (SQLException e) {
            close();
            String message = "Cannot check publication and table on " + database.where() + " (SQLSTATE "
                    + e.getSQLState() + "): " + e.getMessage();
            if (!failures.isLeft(BLIND)) {
                throw new RetriableException(message);
            }
            LOG.warn("{}; the slot is not confirmed until it can", message);
            return false;
        }
    }

    private void check() throws SQLException {
        if (connection == null) {
            connection = database.connect();
        }
        Catalog catalog = new Catalog(connection);
        checkServer(catalog);
        // The position first: a change that comes between must not count as checked.
        long position = catalog.position();
        OutboxIdentity outbox = OutboxIdentity.read(catalog, publication, tables);
        OffsetOrigin found = new OffsetOrigin(origin.server(), outbox, position, Instant.now());
        String loss = origin.lossUntil(found, publication, tables, database.where());
        if (loss != null) {
            throw new ConnectException(loss);
        }
        PostgresPublicationCheck.checkPartitions(catalog, tables, database.where());
        origin = found;
    }

    private void checkServer(Catalog catalog) throws SQLException {
        ServerLineage expected = origin.server();
        String[] server = catalog.ask(SERVER, row -> new String[] {row.getString(1), row.getString(2)});
        if (server == null || !expected.system().equals(server[0])) {
            throw new RetriableException("Another PostgreSQL server answers on " + database.where());
        }
        if (server[1] != null && Long.parseLong(server[1], HEXADECIMAL) != expected.timeline()) {
            throw new RetriableException(
                    "PostgreSQL on " + database.where() + " is on another timeline than at the start");
        }
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (SQLException e) {
            LOG.debug("Closing the connection of a monitor", e);
        }
    }
}
