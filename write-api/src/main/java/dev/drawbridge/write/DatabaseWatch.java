package dev.drawbridge.write;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Checks the database on a connection of its own: a service whose other connections are all in use has much to do, and is
 * not for that reason out of order. Thread-safe.
 */
final class DatabaseWatch implements AutoCloseable {
    /** Reads nothing, yet fails when a table or the newest of its columns is missing, or may not be read. */
    private static final String TABLES = "select o.discount, l.line_no, n.note_no, k.command_id, c.due_at, b.replay"
            + " from orders o, order_lines l, order_staff_notes n, idempotency_keys k, commands c, outbox b where false";

    /** Each right that a command, the workers or housekeeping make use of, and that the database takes writes at all. */
    private static final String WRITES = """
            select current_setting('transaction_read_only') = 'off' and bool_and(has_table_privilege(name, privilege))
            from (values
                ('orders', array['select', 'insert', 'update']),
                ('order_lines', array['select', 'insert', 'delete']),
                ('order_staff_notes', array['select', 'insert', 'delete']),
                ('idempotency_keys', array['select', 'insert', 'delete']),
                ('commands', array['select', 'insert', 'update', 'delete']),
                ('outbox', array['select', 'insert', 'delete'])) needed (name, privileges),
              unnest(privileges) privilege""";

    private static final String PENDING = "select count(*) from commands where state = 'pending'";

    private final HikariDataSource dataSource;

    /** Connects when first asked, or somewhat before. */
    DatabaseWatch(DatabaseSettings settings) {
        dataSource = WriteDatabase.pool(settings, "write-api-watch", 1);
    }

    /** True when the database answers, has the tables and rights a command needs, and takes writes, as a standby does not. */
    boolean isReady() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            try (ResultSet writes = statement.executeQuery(WRITES)) {
                return writes.next() && writes.getBoolean(1);
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** How many commands wait in the queue; NaN when the database does not answer. */
    double pendingCommands() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(PENDING)) {
            count.next();
            return count.getDouble(1);
        } catch (SQLException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
