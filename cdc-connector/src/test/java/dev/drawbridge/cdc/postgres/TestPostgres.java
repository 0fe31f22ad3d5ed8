package dev.drawbridge.cdc.postgres;

import dev.drawbridge.outbox.OutboxDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** A PostgreSQL with an outbox, and what tests say to it. */
public final class TestPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final OutboxDatabase outbox;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
        this.outbox = new OutboxDatabase(server.getPostgresDatabase());
    }

    /** Of the version that the build names. */
    public static TestPostgres start() throws IOException, SQLException {
        return start(builder()).withOutbox();
    }

    /** @param major whose binaries the build has put into its own folder */
    static TestPostgres start(int major) throws IOException, SQLException {
        Path binaries = Path.of("target", "postgres", major + ".jar");
        PgBinaryResolver resolver = (system, machine) -> archive(binaries);
        return start(builder().setPgBinaryResolver(resolver)).withOutbox();
    }

    /** On data that may be there already, and stay there. */
    static TestPostgres start(Path data) throws IOException {
        return start(builder().setDataDirectory(data).setCleanDataDirectory(false));
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_replication_slots", "40")
                .setPGStartupWait(Duration.ofMinutes(1));
    }

    private static TestPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        return new TestPostgres(builder.start());
    }

    private static InputStream archive(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream archive = zip.getInputStream(zip.getEntry("postgres-linux-x86_64.txz"))) {
            return new ByteArrayInputStream(archive.readAllBytes());
        }
    }

    TestPostgres withOutbox() throws SQLException {
        outbox.migrate();
        for (String role : new String[] {OutboxDatabase.OWNER, OutboxDatabase.WRITER, OutboxDatabase.CAPTURE}) {
            outbox.setPassword(role, role.toCharArray());
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    public OutboxDatabase outbox() {
        return outbox;
    }

    OutboxDatabase outbox(String database) {
        return new OutboxDatabase(database(database));
    }

    DataSource database(String name) {
        return server.getDatabase("postgres", name);
    }

    public int port() {
        return server.getPort();
    }

    public void createSlot(String slot) throws SQLException {
        outbox.createSlot(slot, Duration.ofSeconds(20));
    }

    /** Executes statements as the administrator, one after the other. */
    public void admin(String... statements) throws SQLException {
        adminOf("postgres", statements);
    }

    void adminOf(String database, String... statements) throws SQLException {
        try (Connection connection = database(database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public String text(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Where the server's WAL ends now. */
    public long position() throws SQLException {
        return Catalog.lsn(text("select pg_current_wal_insert_lsn()"));
    }

    Connection connect(String role) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/postgres", role, role);
    }

    /** A connector's options. */
    public Map<String, String> config(String slot, String publication) {
        return Map.of(
                "database.hostname",
                "127.0.0.1",
                "database.port",
                String.valueOf(port()),
                "database.dbname",
                "postgres",
                "database.user",
                OutboxDatabase.CAPTURE,
                "database.password",
                OutboxDatabase.CAPTURE,
                "topic.prefix",
                "orders",
                "slot.name",
                slot,
                "publication.name",
                publication);
    }

    static Map<String, String> with(Map<String, String> config, String key, String value) {
        Map<String, String> changed = new HashMap<>(config);
        changed.put(key, value);
        return changed;
    }

    /** Answers {@code offset} for every partition; null for none. */
    public static OffsetStorageReader stored(Map<String, Object> offset) {
        return new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return offset == null ? null : new HashMap<>(offset);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                Map<Map<String, T>, Map<String, Object>> all = new HashMap<>();
                partitions.forEach(partition -> all.put(partition, offset(partition)));
                return all;
            }
        };
    }
}
