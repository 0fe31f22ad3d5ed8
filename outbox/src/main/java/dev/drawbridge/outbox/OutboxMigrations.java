package dev.drawbridge.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Applies the SQL files under {@code db/outbox} that a database lacks, each in a transaction of its own. Keeps the history as
 * Flyway does, so that either may continue what the other began. Stateless.
 */
final class OutboxMigrations {
    static final String FOLDER = "/db/outbox/";
    static final String HISTORY_TABLE = "outbox_schema_history";

    /** In the order of their versions; a folder in a jar cannot be listed. */
    static final List<String> FILES = List.of("V1__outbox.sql", "V2__replay.sql", "V3__vacuum.sql", "V4__guard.sql");

    private static final Pattern FILE = Pattern.compile("V([0-9]+)__([a-z_]+)\\.sql");

    /** Held until the end of each transaction: two processes that migrate at the same time take turns. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('" + HISTORY_TABLE + "', 0))";

    /** As Flyway creates it. */
    private static final String CREATE_HISTORY = """
            create table if not exists outbox_schema_history (
              installed_rank int constraint outbox_schema_history_pk primary key, version varchar(50),
              description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,
              checksum int, installed_by varchar(100) not null, installed_on timestamp not null default now(),
              execution_time int not null, success boolean not null)""";

    private static final String APPLIED = "select checksum from outbox_schema_history where version = ? and success";

    private static final String RECORD = """
            insert into outbox_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            select coalesce(max(installed_rank), 0) + 1, ?, ?, 'SQL', ?, ?, current_user, ?, true
            from outbox_schema_history""";

    /** One file. */
    private record Migration(String file, String version, String description, String sql, int checksum) {}

    private OutboxMigrations() {}

    /** @param connection of an administrator; left outside of auto-commit mode */
    static void apply(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        for (Migration migration : all().toList()) {
            try {
                applyIfMissing(connection, migration);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void applyIfMissing(Connection connection, Migration migration) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local search_path = public");
            statement.execute(LOCK);
            statement.execute("set local client_min_messages = warning");
            statement.execute(CREATE_HISTORY);
            if (isApplied(connection, migration)) {
                return;
            }
            long start = System.nanoTime();
            statement.execute(migration.sql());
            record(connection, migration, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static boolean isApplied(Connection connection, Migration migration) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(APPLIED)) {
            select.setString(1, migration.version());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                if (row.getInt(1) != migration.checksum()) {
                    throw new SQLException("Cannot migrate the outbox of database '" + connection.getCatalog() + "': "
                            + migration.file() + " differs from the file of that version which was applied (see "
                            + HISTORY_TABLE + "). Use the files of a release, unchanged.");
                }
                return true;
            }
        }
    }

    private static void record(Connection connection, Migration migration, long millis) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setString(1, migration.version());
            insert.setString(2, migration.description());
            insert.setString(3, migration.file());
            insert.setInt(4, migration.checksum());
            insert.setLong(5, millis);
            insert.executeUpdate();
        }
    }

    private static Stream<Migration> all() {
        return FILES.stream().map(file -> {
            Matcher name = FILE.matcher(file);
            if (!name.matches()) {
                throw new IllegalStateException(file + " is not named V<number>__<description>.sql");
            }
            String sql = read(file);
            return new Migration(file, name.group(1), name.group(2).replace('_', ' '), sql, checksum(sql));
        });
    }

    private static String read(String file) {
        try (InputStream in = OutboxMigrations.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flyway's: CRC-32 of the lines without their ends. */
    private static int checksum(String sql) {
        CRC32 crc = new CRC32();
        try (BufferedReader lines = new BufferedReader(new StringReader(sql))) {
            @Nullable String line;
            while ((line = lines.readLine()) != null) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (int) crc.getValue();
    }
}
