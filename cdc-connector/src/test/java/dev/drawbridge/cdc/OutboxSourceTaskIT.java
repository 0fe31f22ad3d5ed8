package dev.drawbridge.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.cdc.postgres.OutboxDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

/** The task on a real PostgreSQL, without a worker around it. */
class OutboxSourceTaskIT {
    private static final String ROW =
            "insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion,"
                    + " payload, occurredat) values (gen_random_uuid(), 'order', 'a', 1, 'OrderCreated', 1, '{}', now())";

    /** As the first heartbeat stores it when the slot holds rows behind ten seconds' worth of other changes. */
    @Test
    void anOffsetThatTellsOfNoEventSkipsNothingThatTheSlotHolds() throws Exception {
        List<SourceRecord> records = handedOver(statement -> {
            statement.execute(ROW);
            return Map.of("lsn", reached(statement), "txId", 900L, "ts_usec", 1L);
        });

        assertThat(records).anyMatch(OutboxSourceTaskIT::isRow);
        assertThat(records).last().satisfies(row -> assertThat(row.sourceOffset())
                .as("what is stored with it")
                .containsKey("lsn_proc"));
    }

    /** pgoutput sends the messages of everybody in the database, and PublishEvent can only refuse them. */
    @Test
    void messagesOfOthersInTheDatabaseAreLeftOut() throws Exception {
        List<SourceRecord> records = handedOver(statement -> {
            statement.execute("select pg_logical_emit_message(true, 'somebody else', 'text')");
            statement.execute(ROW);
            return Map.of();
        });

        assertThat(records).anyMatch(OutboxSourceTaskIT::isRow).noneMatch(each -> each.topic()
                .endsWith(".message"));
    }

    private interface Past {
        /** The offset that is stored when the task begins. */
        Map<String, Object> happen(Statement statement) throws SQLException;
    }

    /** What the task hands over until the first row of the outbox, with it. */
    private static List<SourceRecord> handedOver(Past past) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
                Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            OutboxDatabase database = new OutboxDatabase(postgres.getPostgresDatabase());
            database.migrate();
            database.setPassword(OutboxDatabase.CAPTURE, "capture".toCharArray());
            database.createSlot("early", Duration.ofSeconds(10));
            return handedOver(config(postgres.getPort()), past.happen(statement));
        }
    }

    private static List<SourceRecord> handedOver(Map<String, String> config, Map<String, Object> offset)
            throws Exception {
        OutboxSourceTask task = new OutboxSourceTask();
        task.initialize(context(config, offset));
        task.start(config);
        try {
            List<SourceRecord> records = new ArrayList<>();
            Instant deadline = Instant.now().plusSeconds(120);
            while (records.stream().noneMatch(OutboxSourceTaskIT::isRow)
                    && Instant.now().isBefore(deadline)) {
                List<SourceRecord> polled = task.poll();
                records.addAll(polled == null ? List.of() : polled);
            }
            return records;
        } finally {
            task.stop();
        }
    }

    private static boolean isRow(SourceRecord record) {
        return record.topic().endsWith(".outbox");
    }

    private static Map<String, String> config(int port) {
        return OutboxDefaults.under(Map.of(
                "name", "early",
                "connector.class", OutboxSourceConnector.class.getName(),
                "database.hostname", "127.0.0.1",
                "database.port", String.valueOf(port),
                "database.dbname", "postgres",
                "database.user", OutboxDatabase.CAPTURE,
                "database.password", "capture",
                "topic.prefix", "orders",
                "slot.name", "early"));
    }

    private static SourceTaskContext context(Map<String, String> config, Map<String, Object> offset) {
        OffsetStorageReader offsets = new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return offset;
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                Map<Map<String, T>, Map<String, Object>> all = new HashMap<>();
                partitions.forEach(partition -> all.put(partition, offset));
                return all;
            }
        };
        return new SourceTaskContext() {
            @Override
            public Map<String, String> configs() {
                return config;
            }

            @Override
            public OffsetStorageReader offsetStorageReader() {
                return offsets;
            }

            @Override
            public PluginMetrics pluginMetrics() {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static long reached(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
            row.next();
            return LogSequenceNumber.valueOf(row.getString(1)).asLong();
        }
    }
}
