package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That the slot is there, can be used, and holds all that follows the stored offset. Used by one thread. */
final class SlotCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SlotCheck.class);
    private static final int FAILOVER_SLOTS = 170_000;

    /** Columns that come with later versions are read by name from the row as JSON, and null before. */
    private static final String SLOT = """
            select s.database, current_database(), s.slot_type, s.plugin, s.confirmed_flush_lsn, s.wal_status,
              to_jsonb(s) ->> 'invalidation_reason', to_jsonb(s) ->> 'failover', s.active_pid,
              coalesce(nullif(a.application_name, ''), 'unknown'), coalesce(host(a.client_addr), 'unknown')
            from pg_replication_slots s left join pg_stat_activity a on a.pid = s.active_pid where s.slot_name = ?""";

    private static final String STANDBYS_MAY_LAG = "select exists (select from pg_replication_slots where slot_type ="
            + " 'physical') and current_setting('synchronized_standby_slots', true) = ''";

    private static final String SENDER_TIMEOUT =
            "select setting::bigint from pg_settings where name = 'wal_sender_timeout'";

    /** After the time in which the server ends the session of a host that vanished, or when it never does. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int RELEASE_CHECKS = 10;
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(100);

    private record Slot(
            @Nullable String database,
            String here,
            String type,
            @Nullable String plugin,
            long confirmed,
            @Nullable String walStatus,
            @Nullable String invalidation,
            boolean failover,
            @Nullable String pid,
            String application,
            String client) {}

    private final Catalog catalog;
    private final String name;
    private final String subject;

    /** @param where the database, as messages name it */
    SlotCheck(Catalog catalog, Map<String, String> config, String where) {
        this.catalog = catalog;
        this.name = config.getOrDefault("slot.name", "");
        this.subject = "Replication slot '" + name + "' on " + where;
    }

    /** @throws ConnectException when the slot cannot serve this connector */
    void checkKind() throws SQLException {
        Slot slot = read();
        if (slot == null) {
            throw new ConnectException(
                    subject + " does not exist: rows written since it was lost would vanish without an"
                            + " error. Create it (" + creation() + "), then " + Remedy.AND_REPUBLISH);
        }
        if (!"logical".equals(slot.type())) {
            throw unusable("is a physical slot");
        }
        if (!Objects.equals(slot.database(), slot.here())) {
            throw unusable("belongs to the database '" + slot.database() + "' of that server");
        }
        if (!"pgoutput".equals(slot.plugin())) {
            throw unusable("was created for the plugin '" + slot.plugin() + "', not for pgoutput");
        }
        if ("lost".equals(slot.walStatus()) || slot.invalidation() != null) {
            String reason = slot.invalidation() == null ? "max_slot_wal_keep_size" : slot.invalidation();
            throw new ConnectException(subject + " was invalidated and cannot be read any more (" + reason
                    + "). Drop it (select pg_drop_replication_slot(" + catalog.literal(name) + ")), create it again ("
                    + creation() + "), then " + Remedy.AND_REPUBLISH);
        }
        if (slot.failover() && Boolean.TRUE.equals(catalog.ask(STANDBYS_MAY_LAG, row -> row.getBoolean(1)))) {
            LOG.warn(
                    "{} survives a failover, but synchronized_standby_slots is empty: events can be published that a promoted"
                            + " standby has not received. Name the standbys' physical slots there.",
                    subject);
        }
    }

    /**
     * Streaming begins at the later of the two: what the slot has passed is gone, and what the offset claims is not sent.
     *
     * @param stored up to where the stored offset says that everything was handed over
     */
    void checkPosition(long stored) throws SQLException {
        Slot slot = Objects.requireNonNull(read());
        if (slot.confirmed() > stored) {
            throw new ConnectException(subject + " is ahead of the offset Connect has stored (slot "
                    + Catalog.lsn(slot.confirmed()) + ", stored " + Catalog.lsn(stored)
                    + "): the rows between them would be skipped in silence. To go on, " + Remedy.AND_REPUBLISH);
        }
    }

    /**
     * Waits a moment for the session of a task that has just ended. A vanished host's lasts until wal_sender_timeout.
     *
     * @throws RetriableException when it may become free yet
     * @throws ConnectException when it has been in use for longer
     */
    void awaitRelease(StartRetries retries) throws SQLException {
        Slot slot = read();
        for (int check = 0; slot != null && slot.pid() != null && check < RELEASE_CHECKS; check++) {
            pause();
            slot = read();
        }
        if (slot == null || slot.pid() == null) {
            retries.slotIsFree();
            return;
        }
        String inUse = subject + " is in use by process " + slot.pid() + " (application " + slot.application()
                + ", client " + slot.client() + ")";
        Long timeout = catalog.ask(SENDER_TIMEOUT, row -> row.getLong(1));
        if (retries.maySlotBecomeFree(MARGIN.plusMillis(timeout == null ? 0 : timeout))) {
            throw new RetriableException(
                    inUse + "; waiting for wal_sender_timeout, in which a host that has vanished loses it.");
        }
        throw new ConnectException(
                inUse + ". A slot serves one connector: give this one a slot.name of its own, or end the"
                        + " other, and restart the task.");
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_CHECKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("interrupted while waiting for the replication slot", e);
        }
    }

    private ConnectException unusable(String problem) throws SQLException {
        return new ConnectException(
                subject + " " + problem + ". Give the connector another slot.name, of a slot created in its"
                        + " own database (" + creation() + ").");
    }

    private String creation() throws SQLException {
        return creation(catalog, name);
    }

    /** The statement that creates a slot, one that survives failovers where the server has such. */
    static String creation(Catalog catalog, String slot) throws SQLException {
        return "select pg_create_logical_replication_slot(" + catalog.literal(slot) + ", 'pgoutput'"
                + (catalog.version() >= FAILOVER_SLOTS ? ", false, false, true)" : ")");
    }

    private @Nullable Slot read() throws SQLException {
        return catalog.ask(
                SLOT,
                row -> new Slot(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Catalog.lsn(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        "true".equals(row.getString(8)),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11)),
                name);
    }
}
