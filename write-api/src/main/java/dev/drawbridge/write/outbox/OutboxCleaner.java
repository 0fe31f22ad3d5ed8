package dev.drawbridge.write.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final int MARKED_AT_MOST = 20_000;

    /** Small enough that no transaction is long, and that vacuum finds room for the next rows soon. */
    private static final int REMOVED_AT_ONCE = 500;

    /** In the order of ids, which is that of time. What this sees is committed, so its WAL lies before the position. */
    private static final String MARK = """
            select o.id from outbox o
            where o.occurredat < now() - make_interval(secs => ?) and exists (
              select from outbox newer where newer.aggregatetype = o.aggregatetype
                and newer.aggregateid = o.aggregateid and newer.version > o.version)
            order by o.id limit ?""";

    private static final String POSITION = "select pg_current_wal_insert_lsn()::text";

    private static final String CONFIRMED =
            "select confirmed_flush_lsn >= ?::pg_lsn from pg_replication_slots where slot_name = ?";

    private static final String REMOVE = "delete from outbox where id = any(?)";

    private final DataSource dataSource;
    private final String slot;
    private final Duration retention;

    private List<UUID> marked = List.of();
    private @Nullable String position;

    /**
     * @param dataSource hands out connections in auto-commit mode, which may select from and delete in the outbox
     * @param slot that captures the outbox; while there is none, nothing is removed
     * @param retention how old a row must be
     */
    public OutboxCleaner(DataSource dataSource, String slot, Duration retention) {
        this.dataSource = dataSource;
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

    private void mark(Connection connection) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(MARK)) {
            select.setDouble(1, retention.toMillis() / 1e3);
            select.setInt(2, MARKED_AT_MOST);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
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
