package dev.drawbridge.bench.write;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.bench.OwnedProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** A write API in a process of its own, on a PostgreSQL of its own that commits durably; gone when closed. */
final class WriteApiUnderTest implements AutoCloseable {
    private static final String PASSWORD = "only-in-benchmarks";

    private final EmbeddedPostgres postgres;
    private final String url;
    private final int port;
    private final OwnedProcess process;

    private WriteApiUnderTest(Path root, EmbeddedPostgres postgres, int port) throws IOException, SQLException {
        this.postgres = postgres;
        this.port = port;
        this.url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
        prepareDatabase(root);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC", // as the image has it
                "-cp",
                root.resolve("write-api/target/app") + "/*",
                "dev.drawbridge.write.WriteApi");
        builder.environment().put("WRITE_API_PORT", String.valueOf(port));
        builder.environment().put("WRITE_DB_URL", url);
        builder.environment().put("WRITE_DB_USERNAME", "drawbridge_writer");
        builder.environment().put("WRITE_DB_PASSWORD", PASSWORD);
        process = OwnedProcess.start(builder.redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** @param root of the repository, with a packaged write-api */
    static WriteApiUnderTest start(Path root) throws IOException, SQLException, InterruptedException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        WriteApiUnderTest started = new WriteApiUnderTest(root, postgres, freePort());
        started.awaitReady();
        return started;
    }

    int port() {
        return port;
    }

    HikariDataSource writer(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("drawbridge_writer");
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    @Override
    public void close() throws IOException {
        process.close();
        postgres.close();
    }

    private void prepareDatabase(Path root) throws SQLException {
        migrate(root.resolve("outbox/src/main/resources/db/outbox"), "outbox_schema_history", "postgres", "");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role drawbridge_owner password '" + PASSWORD + "'");
            statement.execute("alter role drawbridge_writer password '" + PASSWORD + "'");
        }
        migrate(
                root.resolve("write-api/src/main/resources/db/write"),
                "write_schema_history",
                "drawbridge_owner",
                PASSWORD);
    }

    private void migrate(Path folder, String historyTable, String user, String password) {
        Flyway.configure()
                .dataSource(url, user, password)
                .locations("filesystem:" + folder)
                .failOnMissingLocations(true)
                .table(historyTable)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private void awaitReady() throws InterruptedException, IOException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < 300; i++) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.handle().isAlive()) {
                    throw notYet;
                }
            }
            Thread.sleep(100);
        }
        close();
        throw new IOException("The write API did not become ready in 30 s");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
