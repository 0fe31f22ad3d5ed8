package dev.drawbridge.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Removes outbox rows that have been captured, in rounds. Each round takes up one page of the outbox, marks the old rows in it
 * that a newer version of their aggregate has superseded, and reads how far the WAL is by then; once the slot has confirmed
 * the WAL up to there, a later round removes them. The newest row of an aggregate stays: republishing repeats its facts, and
 * the next version is checked against it. Deletes are not in the PostgreSQL publication.
 *
 * <p>Pages follow the unique key (type and id of the aggregate, version), so that ids may be of any kind. Used by one thread;
 * several processes may each have one.
 */
public final class OutboxCleaner {
    /** Rows; so that a round is short however long the outbox is. */
    private static final int PAGE = 20_000;

    /** Rows; small enough that no transaction is long, and that vacuum finds room for the next rows soon. */
    private static final int REMOVED_AT_ONCE = 500;

    /**
     * The page comes from the index alone, as far as vacuum has seen its rows; of the table itself only superseded rows are
     * read. What this sees is committed, so its WAL lies before the position that is read next.
     */
    private static final String NEXT_PAGE = """
            with page as materialized (
              select aggregatetype, aggregateid, version from outbox
              where (aggregatetype, aggregateid, version) >= (?, ?, ?)
              order by aggregatetype, aggregateid, version limit ?),
            followed as (
              select *, lead(version) over (partition by aggregatetype, aggregateid order by version) as newer from page)
            select f.aggregatetype, f.aggregateid, f.version, case when f.newer > f.version then
              (select o.id from outbox o where o.aggregatetype = f.aggregatetype and o.aggregateid = f.aggregateid
                and o.version = f.version and o.occurredat < ? limit 1) end
            from followed f order by f.aggregatetype, f.aggregateid, f.version""";

    private static final String POSITION = "select pg_current_wal_insert_lsn()::text";

    /** A slot of another database of the server, or of another plugin, confirms what it does not capture. */
    private static final String CONFIRMED = "select confirmed_flush_lsn >= ?::pg_lsn from pg_replication_slots"
            + " where slot_name = ? and database = current_database() and plugin = 'pgoutput'";

    private static final String REMOVE = "delete from outbox where id = any(?)";

    /** A place in the unique key. */
    private record Key(String aggregateType, String aggregateId, long version) {
        static final Key FIRST = new Key("", "", 0);
    }

    private final DataSource dataSource;
    private final Clock clock;
    private final String slot;
    private final Duration retention;
    private final int page;

    private List<UUID> marked = List.of();
    private Key next = Key.FIRST;
    private @Nullable String position;

    /**
     * @param dataSource hands out connections in auto-commit mode, which may select from and delete in the outbox
     * @param slot that captures the outbox; while there is none, nothing is removed
     * @param retention how old a row must be, by {@code occurredat}
     */
    public OutboxCleaner(DataSource dataSource, Clock clock, String slot, Duration retention) {
        this(dataSource, clock, slot, retention, PAGE);
    }

    /** @param page how many rows a round takes up, at least 2 */
    OutboxCleaner(DataSource dataSource, Clock clock, String slot, Duration retention, int page) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.slot = slot;
        this.retention = retention;
        this.page = page;
    }

    /**
     * One round; waits for nothing.
     *
     * @return how many rows were removed
     */
    public int round() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int removed = 0;
            if (!marked.isEmpty() && isConfirmed(connection)) {
                removed = remove(connection);
                marked = List.of();
            }
            if (marked.isEmpty()) {
                mark(connection);
            }
            return removed;
        }
    }

    /** Takes up the page after that of the last round, the first again when there is no more. */
    private void mark(Connection connection) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        int rowsOfPage = 0;
        Key last = next;
        try (PreparedStatement select = connection.prepareStatement(NEXT_PAGE)) {
            select.setString(1, next.aggregateType());
            select.setString(2, next.aggregateId());
            select.setLong(3, next.version());
            select.setInt(4, page);
            select.setObject(5, clock.instant().minus(retention).atOffset(ZoneOffset.UTC));
            try (ResultSet rows = select.executeQuery()) {
                for (; rows.next(); rowsOfPage++) {
                    last = new Key(rows.getString(1), rows.getString(2), rows.getLong(3));
                    UUID superseded = rows.getObject(4, UUID.class);
                    if (superseded != null) {
                        ids.add(superseded);
                    }
                }
            }
        }
        // What follows the last row of a full page is in the next one, which begins with that row therefore.
        next = rowsOfPage < page ? Key.FIRST : last;
        try (PreparedStatement select = connection.prepareStatement(POSITION);
                ResultSet row = select.executeQuery()) {
            row.next();
            position = row.getString(1);
        }
        marked = ids;
    }

    private boolean isConfirmed(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CONFIRMED)) {
            select.setString(1, position);
            select.setString(2, slot);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private int remove(Connection connection) throws SQLException {
        int removed = 0;
        for (int from = 0; from < marked.size(); from += REMOVED_AT_ONCE) {
            List<UUID> batch = marked.subList(from, Math.min(from + REMOVED_AT_ONCE, marked.size()));
            try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                Array ids = connection.createArrayOf("uuid", batch.toArray());
                delete.setArray(1, ids);
                removed += delete.executeUpdate();
                ids.free();
            }
        }
        return removed;
    }
}
