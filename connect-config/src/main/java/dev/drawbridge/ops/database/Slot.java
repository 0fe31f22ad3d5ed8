package dev.drawbridge.ops.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** A replication slot, as any role sees it. */
public record Slot(DataSource database, String name) {
    private static final String READER = "select active_pid from pg_replication_slots where active and slot_name = ?";

    /** The server process that streams the slot now; empty when nobody reads it. */
    public OptionalInt reader() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(READER)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
