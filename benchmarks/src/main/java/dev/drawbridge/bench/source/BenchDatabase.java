package dev.drawbridge.bench.source;

import dev.drawbridge.bench.OwnedProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A backlog in the outbox of a running stack, and slots that all begin before it: each reads the very same WAL. */
final class BenchDatabase implements AutoCloseable {
    private static final String BASE = "bench_base";
    private static final String PUBLICATION = "drawbridge_outbox";
    private static final String FILL = """
            do $$ begin
              for i in 0..%d loop
                insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion, payload, occurredat)
                values (gen_random_uuid(), 'order', gen_random_uuid()::text, 1, 'OrderLineAdded', 1, jsonb_build_object(
                    'event', jsonb_build_object('line', jsonb_build_object('number', 3, 'name', 'Product ' || i %% 97,
                         'quantity', 1 + i %% 9, 'price', 19.90, 'unitCost', 11.00)),
                    'state', jsonb_build_object('status', 'CREATED', 'currency', 'EUR', 'discount', 0.00, 'total', 59.70, 'margin', 26.70,
                         'riskScore', i %% 100, 'customer', jsonb_build_object('name', 'Customer ' || i, 'city', 'Graz'),
                         'lines', jsonb_build_array(
                           jsonb_build_object('number', 1, 'name', 'Brass kettle', 'quantity', 1, 'price', 19.90, 'unitCost', 11.00),
                           jsonb_build_object('number', 2, 'name', 'Brass teapot', 'quantity', 2, 'price', 9.95, 'unitCost', 4.00),
                           jsonb_build_object('number', 3, 'name', 'Product ' || i %% 97, 'quantity', 1, 'price', 19.90, 'unitCost', 11.00)),
                         'staffNotes', jsonb_build_array('pays late'),
                         'createdAt', '2026-11-24T06:41:50.509316Z', 'updatedAt', '2026-11-24T06:41:50.618899Z')), now());
                commit;
              end loop;
            end $$""";

    /** Slots of a run that was interrupted: each keeps the WAL back. */
    private static final String DROP_LEFT_OVER = "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
            + " where slot_name like 'bench\\_%' and not active";

    private final Properties secrets;
    private final String port;
    private final int rows;
    private final Connection administrator;
    private long end;

    BenchDatabase(Path home, int rows) throws IOException, SQLException {
        this.secrets = read(home.resolve("secrets.properties"));
        this.port = read(home.resolve("run/postgres.properties")).getProperty("port");
        this.rows = rows;
        this.administrator = connect("postgres", new Properties());
    }

    /** Rows one by one, each in a transaction of its own, as a write service would have left them. */
    void fill() throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute(DROP_LEFT_OVER);
            statement.execute("select pg_create_logical_replication_slot('" + BASE + "', 'pgoutput')");
            statement.execute(FILL.formatted(rows - 1));
            statement.execute("vacuum analyze outbox"); // not while something is being measured
            statement.execute("checkpoint");
            ResultSet now = statement.executeQuery("select pg_current_wal_insert_lsn()");
            now.next();
            end = LogSequenceNumber.valueOf(now.getString(1)).asLong();
        }
    }

    /** The size of a payload as text, on average. */
    int payloadBytes() throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet size = statement.executeQuery("select avg(octet_length(payload::text))::int from outbox")) {
            size.next();
            return size.getInt(1);
        }
    }

    void copySlot(String name) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("select pg_copy_logical_replication_slot('" + BASE + "', '" + name + "')");
        }
    }

    /** Waits until nobody reads it any more. */
    void dropSlot(String name) throws SQLException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try (Statement statement = administrator.createStatement()) {
                statement.execute("select pg_drop_replication_slot('" + name + "')");
                return;
            } catch (SQLException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    /** Rows per second that pgjdbc can take from the slot when nothing is made of them. */
    double stream() throws SQLException, InterruptedException {
        String slot = "bench_stream";
        copySlot(slot);
        Properties replication = new Properties();
        replication.setProperty("replication", "database");
        replication.setProperty("assumeMinServerVersion", "17");
        replication.setProperty("preferQueryMode", "simple");
        try (Connection connection = connect("drawbridge_capture", replication)) {
            long begun = System.nanoTime();
            PGReplicationStream stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(slot)
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", PUBLICATION)
                    .withStatusInterval(10, TimeUnit.SECONDS)
                    .start();
            int inserts = 0;
            while (inserts < rows) {
                ByteBuffer message = stream.read();
                if (message != null && message.get(message.position()) == 'I') {
                    inserts++;
                }
            }
            return rows / seconds(begun);
        } finally {
            dropSlot(slot);
        }
    }

    /** The same by PostgreSQL's own client; empty where it is not installed. */
    Optional<Double> receive() throws SQLException, IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/pg_recvlogical"))) {
            return Optional.empty();
        }
        String slot = "bench_receive";
        copySlot(slot);
        ProcessBuilder client = new ProcessBuilder(
                "/usr/bin/pg_recvlogical",
                "--start",
                "--no-loop",
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-U",
                "drawbridge_capture",
                "-d",
                "drawbridge",
                "--slot",
                slot,
                "-o",
                "proto_version=1",
                "-o",
                "publication_names=" + PUBLICATION,
                "--endpos",
                LogSequenceNumber.valueOf(end).asString(),
                "-f",
                "/dev/null");
        client.environment().put("PGPASSWORD", secrets.getProperty("postgres.capture.password"));
        long begun = System.nanoTime();
        try (OwnedProcess receiving = OwnedProcess.start(client.inheritIO())) {
            int exit = receiving.join();
            double rate = rows / seconds(begun);
            return exit == 0 ? Optional.of(rate) : Optional.empty();
        } finally {
            dropSlot(slot);
        }
    }

    private Connection connect(String role, Properties more) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", role);
        String name = role.equals("postgres") ? "admin" : role.replace("drawbridge_", "");
        properties.setProperty("password", secrets.getProperty("postgres." + name + ".password"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/drawbridge", properties);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static Properties read(Path file) throws IOException {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("select pg_drop_replication_slot('" + BASE + "')");
        }
        administrator.close();
    }
}
