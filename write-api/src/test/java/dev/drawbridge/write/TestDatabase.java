package dev.drawbridge.write;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.outbox.OutboxDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** A real PostgreSQL with both migrations applied. */
public final class TestDatabase {
    public static final String PASSWORD = "only-in-tests";

    /** Held by the classes that use {@link #get}: they take turns. */
    public static final String SHARED = "the shared database";

    private static final String NAME = "drawbridge";
    private static final Map<String, TestDatabase> OF_CLASSES = new HashMap<>();

    /** Started when first asked for. */
    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();
    }

    private final String url;
    private final Jdbi admin;

    /** @param postgres just initialised */
    TestDatabase(EmbeddedPostgres postgres) {
        this(postgres, NAME);
    }

    private TestDatabase(EmbeddedPostgres postgres, String name) {
        Jdbi.create(postgres.getPostgresDatabase()).useHandle(handle -> handle.execute("create database " + name));
        url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name;
        admin = Jdbi.create(url, "postgres", "");
        OutboxDatabase outbox = new OutboxDatabase(postgres.getDatabase("postgres", name));
        try {
            outbox.migrate();
            for (String role : List.of(OutboxDatabase.OWNER, OutboxDatabase.WRITER, OutboxDatabase.CAPTURE)) {
                outbox.setPassword(role, PASSWORD.toCharArray());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        WriteDatabase.migrate(url, OutboxDatabase.OWNER, PASSWORD);
    }

    /** The one for classes that hold {@link #SHARED}. */
    public static TestDatabase get() {
        return of(NAME);
    }

    /** One for a class alone, on the same server: it may run beside others. One at a time, as roles are the server's. */
    public static synchronized TestDatabase of(String name) {
        return OF_CLASSES.computeIfAbsent(name, created -> new TestDatabase(Shared.POSTGRES, created));
    }

    public String url() {
        return url;
    }

    /** May do everything; sees what the service left behind. */
    public Jdbi admin() {
        return admin;
    }

    public Jdbi as(String role) {
        return Jdbi.create(url, role, PASSWORD);
    }

    /** A pool as the service has one. */
    public HikariDataSource writer(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("drawbridge_writer");
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** The settings of a service on this database, on a free port. */
    public Map<String, String> environment() {
        return Map.of(
                "WRITE_API_PORT",
                "0",
                "WRITE_DB_URL",
                url,
                "WRITE_DB_USERNAME",
                "drawbridge_writer",
                "WRITE_DB_PASSWORD",
                PASSWORD);
    }

    /**
     * Leaves the tables, takes the rows; commands first, so that workers have nothing more to do. One table and what refers to it
     * at a time: a worker may hold any of them and want any other.
     */
    public void clear() {
        admin.useHandle(handle -> {
            for (String tables :
                    List.of("commands", "idempotency_keys", "outbox", "orders, order_lines, order_staff_notes")) {
                handle.execute("truncate " + tables);
            }
        });
    }

    private static EmbeddedPostgres start() {
        // The server's own log quotes rows; kept out, so that tests can search that of the service.
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
