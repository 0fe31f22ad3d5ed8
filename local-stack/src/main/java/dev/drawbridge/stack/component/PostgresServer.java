package dev.drawbridge.stack.component;

import dev.drawbridge.ops.database.OutboxSetup;
import dev.drawbridge.ops.database.Slot;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.SourceDatabase;
import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Unprivileged;
import dev.drawbridge.write.WriteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL with logical decoding, its database, roles, migrations and slot. */
public final class PostgresServer implements Component {
    public static final String DATABASE = "drawbridge";
    static final String ADMIN = "postgres";

    private final Distribution distribution;
    private final Home home;
    private final Secrets secrets;
    private final Unprivileged user;
    private final int port;

    PostgresServer(Distribution distribution, Home home, Secrets secrets, Unprivileged user, int port) {
        this.distribution = distribution;
        this.home = home;
        this.secrets = secrets;
        this.user = user;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String variable() {
        return "POSTGRES";
    }

    @Override
    public ManagedProcess child() {
        return new ManagedProcess(name(), home);
    }

    /** Fast shutdown: ends sessions, writes a checkpoint; a plain TERM would wait for every client to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** The sessions of a killed server end when they notice, and hold its shared memory until then. */
    @Override
    public boolean metItsPredecessor(String lastErrorLine) {
        return lastErrorLine.contains("pre-existing shared memory block");
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path data = home.data(name());
        PostgresCluster cluster = new PostgresCluster(data, user);
        if (!cluster.exists()) {
            cluster.create(binary("initdb"), ADMIN, secrets.get(Secrets.POSTGRES_ADMIN), home.log("initdb"));
        }
        cluster.restrictAccess();
        user.own(data);
        new PostmasterFile(data).removeIfStale(child().recorded());
        child().start(
                        user.command(List.of(
                                binary("postgres"),
                                "-D",
                                data.toString(),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "port=" + port,
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "wal_level=logical",
                                "-c",
                                "max_slot_wal_keep_size=1GB",
                                "-c",
                                "max_connections=50",
                                "-c",
                                "shared_buffers=64MB")),
                        Map.of("LC_ALL", "C.UTF-8"),
                        port);
    }

    private String binary(String name) throws IOException {
        return distribution.postgres().resolve("bin").resolve(name).toString();
    }

    @Override
    public boolean isHealthy() {
        try (Connection connection = dataSource("postgres").getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Database, outbox, roles, slots, private tables: each step finds out by itself whether there is anything to do. */
    void migrate(Environment environment, List<ConnectorFile> sources) throws SQLException {
        createDatabase();
        new OutboxSetup(environment).apply(sources);
        WriteDatabase.migrate(url(), OutboxDatabase.OWNER, secrets.get(Secrets.POSTGRES_OWNER));
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = dataSource("postgres").getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
            if (!rows.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    /** The slot of a source connector. */
    public Slot slot(ConnectorFile source) {
        return new Slot(dataSource("postgres"), SourceDatabase.slot(source));
    }

    public String url() {
        return url(port);
    }

    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Connects as the administrator. */
    public PGSimpleDataSource dataSource(String database) {
        return dataSource(database, ADMIN, secrets.get(Secrets.POSTGRES_ADMIN));
    }

    public PGSimpleDataSource dataSource(String database, String role, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(role);
        source.setPassword(password);
        source.setConnectTimeout(2);
        return source;
    }
}
