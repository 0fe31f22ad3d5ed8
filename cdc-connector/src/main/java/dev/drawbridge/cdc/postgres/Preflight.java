package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What must hold in the database before a task streams, because Debezium would otherwise go on and lose rows without an error:
 * the stored offset is one of this server's history and of the publication and table that are there, the publication is whole,
 * the columns can be read, the slot is there, can be used, and is not ahead of the offset.
 */
public final class Preflight {
    /** SQLSTATE classes that pass: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    private static final String REFUSED_LOGIN = "28";
    private static final int OLDEST = 150_000;

    private final Map<String, String> config;
    private final CaptureDatabase database;
    private final StartRetries retries;
    private final String where;

    /** @param config the task's effective configuration, under Debezium's keys */
    public Preflight(Map<String, String> config) {
        this(config, new StartRetries(System::nanoTime));
    }

    /** @param retries those of earlier starts of the same task */
    public Preflight(Map<String, String> config, StartRetries retries) {
        this.config = config;
        this.retries = retries;
        this.database = new CaptureDatabase(config);
        this.where = database.where();
    }

    /**
     * Checks, or says that it could not yet.
     *
     * @return where offsets come from that are read from now on
     * @throws ConnectException naming what is wrong and what to do
     * @throws RetriableException when the database is out of reach, starting, stopping or full, or the slot still in use:
     *     nothing has been settled
     */
    public OffsetOrigin check(OffsetStorageReader offsets) {
        return check(offsets.offset(Map.of("server", config.getOrDefault("topic.prefix", ""))), true);
    }

    /** The same for an offset that is to be stored; the slot need not be free yet. */
    void checkOffer(Map<String, ?> offset) {
        check(offset, false);
    }

    private OffsetOrigin check(@Nullable Map<String, ?> stored, boolean aboutToStream) {
        try (Connection connection = database.connect();
                Connection replication = database.connectForReplication()) {
            retries.loggedIn();
            Catalog catalog = new Catalog(connection);
            checkVersion(catalog);
            ServerHistory history = ServerHistory.read(replication);
            OffsetOrigin earlier = stored == null ? null : origin(stored, history);
            new PostgresPublicationCheck(catalog, config, where).run();
            new OutboxColumnCheck(catalog, config, where).run();
            SlotCheck slot = new SlotCheck(catalog, config, where);
            slot.checkKind();
            OffsetOrigin now = origin(catalog, history);
            if (stored != null && earlier != null) {
                checkStored(stored, earlier, now, slot);
            }
            if (aboutToStream) {
                slot.awaitRelease(retries);
            }
            return now;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void checkVersion(Catalog catalog) throws SQLException {
        int version = catalog.version();
        if (version < OLDEST) {
            throw new ConnectException("PostgreSQL on " + where + " is of version " + version / 10_000
                    + "; capture needs " + OLDEST / 10_000 + " or later.");
        }
    }

    private OffsetOrigin origin(Map<String, ?> stored, ServerHistory history) {
        OffsetOrigin origin = OffsetOrigin.of(stored);
        if (origin == null) {
            throw new ConnectException(
                    "The offset that Connect has stored does not say from which server and publication it"
                            + " was read, so it is unknown whether rows are missing after it. To go on, "
                            + Remedy.AND_REPUBLISH);
        }
        String contradiction = history.contradiction(origin.server(), StoredOffset.furthest(stored));
        if (contradiction != null) {
            throw new ConnectException("PostgreSQL on " + where + " " + contradiction
                    + ", so that positions of the two cannot be compared. " + Remedy.AFTER_A_RESTORE);
        }
        return origin;
    }

    /** The position first: a change that comes between must not count as checked. */
    private OffsetOrigin origin(Catalog catalog, ServerHistory history) throws SQLException {
        long position = catalog.position();
        OutboxIdentity outbox =
                OutboxIdentity.read(catalog, config.getOrDefault("publication.name", ""), OutboxTables.of(config));
        return new OffsetOrigin(history.lineage(), outbox, position, Instant.now());
    }

    private void checkStored(Map<String, ?> stored, OffsetOrigin earlier, OffsetOrigin now, SlotCheck slot)
            throws SQLException {
        String loss =
                earlier.lossUntil(now, config.getOrDefault("publication.name", ""), OutboxTables.of(config), where);
        if (loss != null) {
            throw new ConnectException(loss);
        }
        Long handedOver = StoredOffset.handedOver(stored);
        if (handedOver != null) {
            slot.checkPosition(handedOver);
        }
        long furthest = StoredOffset.furthest(stored);
        if (now.checkedLsn() < furthest) {
            throw new ConnectException(
                    "PostgreSQL on " + where + " has not reached the offset Connect has stored (server "
                            + Catalog.lsn(now.checkedLsn()) + ", stored " + Catalog.lsn(furthest)
                            + "): an older copy of its data runs there. " + Remedy.AFTER_A_RESTORE);
        }
    }

    private RuntimeException failure(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String kind = state.substring(0, Math.min(2, state.length()));
        String message =
                "Cannot check slot and publication on " + where + " (SQLSTATE " + state + "): " + e.getMessage();
        if (REFUSED_LOGIN.equals(kind)) {
            return retries.mayLogInAgain()
                    ? new RetriableException(message)
                    : new ConnectException(
                            message + ". Correct database.user, database.password or pg_hba.conf (also for"
                                    + " replication connections), and restart the task.");
        }
        return PASSING.contains(kind) ? new RetriableException(message) : new ConnectException(message);
    }
}
