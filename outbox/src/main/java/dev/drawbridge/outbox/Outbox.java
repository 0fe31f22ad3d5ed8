package dev.drawbridge.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code outbox}. Everything happens in the transaction of the connection that is handed in, which must hold the
 * aggregate's lock: what commits with the row is what the row publishes. Stateless.
 */
public final class Outbox {
    private static final String INSERT = "insert into outbox (" + OutboxColumn.list() + ") values ("
            + OutboxColumn.parameters() + ") returning pg_current_xact_id()::text";

    private static final String NEWEST = "select " + OutboxColumn.list()
            + " from outbox where aggregatetype = ? and aggregateid = ? order by version desc limit 1";

    private static final String REMOVE = "delete from outbox where aggregatetype = ? and aggregateid = ? and version ";

    private Outbox() {}

    /**
     * Appends the row of a change. The table's trigger {@code outbox_guard} refuses a version that does not follow the newest
     * row of the aggregate: SQLSTATE 23514 when versions are missing, 23505 when it is there already.
     *
     * @return the transaction's id, by which {@code pg_xact_status} says whether it has ended. Whether it was committed, only
     *     the row itself shows: after a crash PostgreSQL gives an id again of which nothing had reached the disk.
     */
    public static String append(Connection connection, OutboxRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(OutboxColumn.ID.parameter(), row.id());
            insert.setString(OutboxColumn.AGGREGATETYPE.parameter(), row.aggregateType());
            insert.setString(OutboxColumn.AGGREGATEID.parameter(), row.aggregateId());
            insert.setLong(OutboxColumn.VERSION.parameter(), row.version());
            insert.setString(OutboxColumn.TYPE.parameter(), row.type());
            insert.setInt(OutboxColumn.PAYLOADVERSION.parameter(), row.payloadVersion());
            insert.setString(OutboxColumn.PAYLOAD.parameter(), row.payload());
            insert.setObject(
                    OutboxColumn.OCCURREDAT.parameter(), row.occurredAt().atOffset(ZoneOffset.UTC));
            insert.setString(OutboxColumn.CORRELATIONID.parameter(), row.correlationId());
            insert.setString(OutboxColumn.CAUSATIONID.parameter(), row.causationId());
            insert.setString(OutboxColumn.TRACEPARENT.parameter(), row.traceparent());
            insert.setBoolean(OutboxColumn.REPLAY.parameter(), row.replay());
            try (ResultSet inserted = insert.executeQuery()) {
                inserted.next();
                return inserted.getString(1);
            }
        }
    }

    /** The newest row of an aggregate, as far as it has not been removed. */
    public static Optional<OutboxRow> newest(Connection connection, String aggregateType, String aggregateId)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setString(1, aggregateType);
            select.setString(2, aggregateId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /**
     * Removes the rows of an aggregate before a version, with all they say about it; rows not captured yet are still
     * published. Comes after the row of that version was appended: the newest row stays, as the next version is checked
     * against it.
     */
    public static void purge(Connection connection, String aggregateType, String aggregateId, long before)
            throws SQLException {
        remove(connection, "< ?", aggregateType, aggregateId, before);
    }

    /**
     * Publishes a version once more: {@code row} takes the place of the row of its version, and is captured as a new one.
     *
     * @param row marked as a replay
     */
    public static void replay(Connection connection, OutboxRow row) throws SQLException {
        remove(connection, "= ?", row.aggregateType(), row.aggregateId(), row.version());
        append(connection, row);
    }

    private static void remove(
            Connection connection, String which, String aggregateType, String aggregateId, long version)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(REMOVE + which)) {
            delete.setString(1, aggregateType);
            delete.setString(2, aggregateId);
            delete.setLong(3, version);
            delete.executeUpdate();
        }
    }

    private static OutboxRow read(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getObject(OutboxColumn.ID.columnName(), UUID.class),
                row.getString(OutboxColumn.AGGREGATETYPE.columnName()),
                row.getString(OutboxColumn.AGGREGATEID.columnName()),
                row.getLong(OutboxColumn.VERSION.columnName()),
                row.getString(OutboxColumn.TYPE.columnName()),
                row.getInt(OutboxColumn.PAYLOADVERSION.columnName()),
                row.getString(OutboxColumn.PAYLOAD.columnName()),
                row.getObject(OutboxColumn.OCCURREDAT.columnName(), OffsetDateTime.class)
                        .toInstant(),
                row.getString(OutboxColumn.CORRELATIONID.columnName()),
                row.getString(OutboxColumn.CAUSATIONID.columnName()),
                row.getString(OutboxColumn.TRACEPARENT.columnName()),
                row.getBoolean(OutboxColumn.REPLAY.columnName()));
    }
}
