package dev.drawbridge.bench.latency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Writes outbox rows as a write service does, one transaction each, without the service: copies of the row of a real
 * order under new ids. For measurements of what comes after the commit.
 */
final class OutboxRows implements AutoCloseable {
    private static final String COPY = """
            insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion, payload, occurredat)
            select ?, aggregatetype, ?, 1, type, payloadversion, payload, now()
            from outbox where aggregatetype = 'order' and aggregateid = ? and version = ?""";

    private final Connection connection;
    private final PreparedStatement copy;

    /** The original must not have been removed from the outbox yet. */
    OutboxRows(Connection connection, UUID original, long version) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true);
        copy = connection.prepareStatement(COPY);
        copy.setString(3, original.toString());
        copy.setLong(4, version);
    }

    /** Committed when this returns. */
    void write(UUID aggregate) throws SQLException {
        copy.setObject(1, UUID.randomUUID());
        copy.setString(2, aggregate.toString());
        if (copy.executeUpdate() != 1) {
            throw new SQLException("The original row is not in the outbox any more");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
