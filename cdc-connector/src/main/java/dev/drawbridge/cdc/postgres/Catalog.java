package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/** What a database says about itself. Used by one thread, and as long as its connection. */
record Catalog(Connection connection) {
    private static final String POSITION = "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()"
            + " else pg_current_wal_insert_lsn() end";

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The first row of the answer; null if there is none. */
    <T> @Nullable T ask(String sql, Reader<T> reader, String... parameters) throws SQLException {
        List<T> rows = all(sql, reader, parameters);
        return rows.isEmpty() ? null : rows.get(0);
    }

    <T> List<T> all(String sql, Reader<T> reader, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> read = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
            }
            return read;
        }
    }

    /** The server's version as a number: 170011 for 17.11. */
    int version() throws SQLException {
        Integer version = ask("select current_setting('server_version_num')::int", row -> row.getInt(1));
        return version == null ? 0 : version;
    }

    /** The end of what the server has written, or as a standby replayed. */
    long position() throws SQLException {
        return lsn(ask(POSITION, row -> row.getString(1)));
    }

    /** The name as SQL must write it: in quotes where it needs them, as the server's own {@code quote_ident} decides. */
    String quoted(String name) throws SQLException {
        return text("select quote_ident(?)", name);
    }

    /** The text as an SQL literal, as the server's own {@code quote_literal} writes it. */
    String literal(String text) throws SQLException {
        return text("select quote_literal(?)", text);
    }

    private String text(String sql, String parameter) throws SQLException {
        String text = ask(sql, row -> row.getString(1), parameter);
        return text == null ? "" : text;
    }

    /** 0 for null. */
    static long lsn(@Nullable String text) {
        return text == null ? 0 : LogSequenceNumber.valueOf(text).asLong();
    }

    static String lsn(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }
}
