package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database says about itself, one row at a time. Used by one thread, and as long as its connection. */
record Catalog(Connection connection) {

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The first row of the answer; null if there is none. */
    <T> @Nullable T ask(String sql, Reader<T> reader, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reader.read(rows) : null;
            }
        }
    }
}
