package dev.drawbridge.write.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Removes outbox rows that have been captured, in rounds. Each round marks old rows that a newer version of their aggregate
 * has superseded, and how far the WAL is by then; once the slot has confirmed the WAL up to there, a later round removes
 * them. The newest row of an aggregate stays: republishing repeats its facts. Deletes are not in the publication.
 *
 * <p>Used by one thread; several processes may each have one.
 */
public final class OutboxCleaner {
    /** So that a round is short however long the outbox is. */
    private static final int LOOKED_AT = 20_000;

    /** Small enough that no transaction is long, and that vacuum finds room for the next rows soon. */
    private static final int REMOVED_AT_ONCE = 500;

    /** In the order of ids, which is that of time. What this sees is committed, so its WAL lies before the position. */
    private static final String LOOK = """
            select o.id, exists (select from outbox newer where newer.aggregatetype = o.aggregatetype
              and newer.aggregateid = o.aggregateid and newer.version > o.version) as superseded
            from (select * from outbox where id > ? and id < ? order by id limit ?) o order by o.id""";

    private static final String POSITION = "select pg_current_wal_insert_lsn()::text";

    /** A slot of another database of the server confirms what it does not capture. */
    private static final String CONFIRMED = "select confirmed_flush_lsn >= ?::pg_lsn from pg_replication_slots"
            + " where slot_name = ? and database = current_database()";

    private static final String REMOVE = "delete from outbox where id = any(?)";

    private static final UUID FIRST = new UUID(0, 0);

    private final DataSource dataSource;
    private final Clock clock;
    private final String slot;
    private final Duration retention;

    private List<UUID> marked = List.of();
    private UUID lookedUpTo = FIRST;
    private @Nullable String position;

    /**
     * @param dataSource hands out connections in auto-commit mode, which may select from and delete in the outbox
     * @param slot that captures the outbox; while there is none, nothing is removed
     * @param retention how old a row must be, by the time within its id
     */
    public OutboxCleaner(DataSource dataSource, Clock clock, String slot, Duration retention) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.slot = slot;
        this.retention = retention;
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

    /** Looks at the rows that come after those of the last round, from the first again when there are no more. */
    private void mark(Connection connection) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        int looked = 0;
        try (PreparedStatement select = connection.prepareStatement(LOOK)) {
            select.setObject(1, lookedUpTo);
            select.setObject(2, EventIds.firstOf(clock.instant().minus(retention)));
            select.setInt(3, LOOKED_AT);
            try (ResultSet rows = select.executeQuery()) {
                for (; rows.next(); looked++) {
                    lookedUpTo = rows.getObject(1, UUID.class);
                    if (rows.getBoolean(2)) {
                        ids.add(lookedUpTo);
                    }
                }
            }
        }
        if (looked < LOOKED_AT) {
            lookedUpTo = FIRST;
        }
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
