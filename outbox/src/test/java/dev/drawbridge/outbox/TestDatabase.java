package dev.drawbridge.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A database with an outbox, on a PostgreSQL that all tests of the JVM share. */
final class TestDatabase {
    private static final String PASSWORD = "only-in-tests";

    /** Started when first asked for. */
    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();
        static final TestDatabase DATABASE = create("drawbridge");
    }

    private final String name;
    private final String url;

    private TestDatabase(String name) {
        this.name = name;
        this.url = "jdbc:postgresql://127.0.0.1:" + Shared.POSTGRES.getPort() + "/" + name;
    }

    /** The one that tests share which leave nothing but rows. */
    static TestDatabase get() {
        return Shared.DATABASE;
    }

    /** Another one of that server, empty. */
    static TestDatabase createEmpty(String name) {
        Jdbi.create(Shared.POSTGRES.getPostgresDatabase())
                .useHandle(handle -> handle.execute("create database " + name));
        return new TestDatabase(name);
    }

    /** Another one of that server, with an outbox. */
    static TestDatabase create(String name) {
        TestDatabase created = createEmpty(name);
        try {
            created.outbox().migrate();
            for (String role : List.of(OutboxDatabase.OWNER, OutboxDatabase.WRITER, OutboxDatabase.CAPTURE)) {
                created.outbox().setPassword(role, PASSWORD.toCharArray());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return created;
    }

    OutboxDatabase outbox() {
        return new OutboxDatabase(dataSource());
    }

    String url() {
        return url;
    }

    DataSource dataSource() {
        return Shared.POSTGRES.getDatabase("postgres", name);
    }

    Jdbi admin() {
        return Jdbi.create(url, "postgres", "");
    }

    Jdbi as(String role) {
        return Jdbi.create(url, role, PASSWORD);
    }

    Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url, role, PASSWORD);
    }

    HikariDataSource writer(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(OutboxDatabase.WRITER);
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    void clear() {
        admin().useHandle(handle -> handle.execute("truncate outbox"));
    }

    private static EmbeddedPostgres start() {
        System.setProperty("org.slf4j.simpleLogger.log.io.zonky", "warn");
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
