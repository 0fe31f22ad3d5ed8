package dev.drawbridge.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drawbridge.cdc.postgres.Preflight;
import dev.drawbridge.cdc.postgres.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.replication.LogSequenceNumber;

/** The task on a real PostgreSQL, without a worker around it; each test has a table, a publication and a slot of its own. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class OutboxSourceTaskIT {
    private static TestPostgres server;
    private static final AtomicInteger OUTBOXES = new AtomicInteger();

    private final int number = OUTBOXES.incrementAndGet();
    private final String table = "outbox" + number;
    private final String slot = "slot" + number;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = TestPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    /** As the first heartbeat stores it when the slot holds rows behind ten seconds' worth of other changes. */
    @Test
    void anOffsetThatTellsOfNoEventSkipsNothingThatTheSlotHolds() throws Exception {
        createOutbox();
        Map<String, Object> offset = new HashMap<>(
                new Preflight(config()).check(TestPostgres.stored(null)).asOffset());
        insert("a");
        offset.putAll(Map.of("lsn", server.position(), "txId", 900L, "ts_usec", 1L));
        try (RunningTask task = new RunningTask(config(), offset)) {
            List<SourceRecord> records = task.pollUntil(OutboxSourceTaskIT::isRow);
            assertThat(records).last().satisfies(row -> assertThat(row.sourceOffset())
                    .as("what is stored with it")
                    .containsKey("lsn_proc"));
        }
    }

    /** pgoutput sends the messages of everybody in the database, and PublishEvent can only refuse them. */
    @Test
    void messagesOfOthersInTheDatabaseAreLeftOut() throws Exception {
        createOutbox();
        server.admin("select pg_logical_emit_message(true, 'somebody else', 'text')");
        insert("a");
        try (RunningTask task = new RunningTask(config(), null)) {
            assertThat(task.pollUntil(OutboxSourceTaskIT::isRow))
                    .noneMatch(each -> each.topic().endsWith(".message"));
        }
    }

    /** A clean stop and start, with offsets that hold more than Debezium's keys, loses nothing and repeats nothing. */
    @Test
    void eachOffsetSaysWhereItWasReadAndStreamingGoesOnAfterIt() throws Exception {
        createOutbox();
        insert("a");
        Map<String, Object> offset;
        try (RunningTask task = new RunningTask(config(), null)) {
            task.pollUntil(OutboxSourceTaskIT::isRow);
            List<SourceRecord> heartbeat =
                    task.pollUntil(record -> record.topic().startsWith("__debezium-heartbeat"));
            assertThat(heartbeat).allSatisfy(record -> assertThat(record.sourceOffset())
                    .containsKeys("drawbridge.system", "drawbridge.timeline", "drawbridge.publication"));
            offset = task.offset();
        }
        insert("b");
        try (RunningTask task = new RunningTask(config(), offset)) {
            assertThat(task.pollUntil(OutboxSourceTaskIT::isRow))
                    .filteredOn(OutboxSourceTaskIT::isRow)
                    .singleElement()
                    .satisfies(row -> assertThat(row.value().toString()).contains("aggregateid=b"));
        }
    }

    /** Rows of the window are gone for this slot, so the slot must not be confirmed as if they had come. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Publication | alter publication P set table outbox",
                "Publication | alter publication P set table outbox; alter publication P set table T",
                "may be missing | alter table T rename to away; create table T (like away including all);"
                        + " grant select on T to drawbridge_capture",
                "Table | alter table T rename to away; alter table away rename to T"
            })
    void aChangeOfPublicationOrTableUnderLoadStopsTheTaskForGood(String names, String statements) throws Exception {
        createOutbox();
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (writing.get()) {
                try {
                    insert("loaded");
                } catch (SQLException e) {
                    Thread.onSpinWait(); // while the table is away
                }
            }
        });
        Throwable failure;
        long before;
        Map<String, Object> offset;
        try (RunningTask task = new RunningTask(config(), null)) {
            task.pollUntil(OutboxSourceTaskIT::isRow);
            before = server.position();
            for (String sql : statements.split(";", -1)) {
                server.admin(sql.strip()
                        .replaceAll("\\baway\\b", "away" + number)
                        .replaceAll("\\bT\\b", table)
                        .replaceAll("\\bP\\b", "p_" + table));
            }
            failure = catchThrowable(() -> task.pollUntil(record -> false));
            offset = task.offset();
            assertThat(failure)
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContainingAll(names, "may be missing", "/offsets", "republish");
        } finally {
            writing.set(false);
        }
        load.join();
        assertThat(confirmed())
                .as("not confirmed past the change, not even at the stop")
                .isLessThanOrEqualTo(before);

        server.admin("alter publication p_" + table + " set table " + table);
        assertThat(catchThrowable(() -> new RunningTask(config(), offset).close()))
                .as("also after the next start")
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("may be missing", "/offsets", "republish");
        try (RunningTask accepted = new RunningTask(config(), null)) {
            insert("after");
            accepted.pollUntil(record -> record.value().toString().contains("aggregateid=after"));
        }
    }

    private void createOutbox() throws SQLException {
        server.admin(
                "create table " + table + " (like outbox including all)",
                "grant select on " + table + " to drawbridge_capture",
                "create publication p_" + table + " for table " + table + " with (publish = 'insert')");
        server.createSlot(slot);
    }

    private void insert(String aggregate) throws SQLException {
        server.admin(
                "insert into " + table + " (id, aggregatetype, aggregateid, version, type, payloadversion, payload,"
                        + " occurredat) select gen_random_uuid(), 'order', '" + aggregate
                        + "', 1 + coalesce(max(version), 0), 'OrderChanged', 1, '{}', now() from " + table
                        + " where aggregateid = '" + aggregate + "'");
    }

    private long confirmed() throws SQLException {
        return LogSequenceNumber.valueOf(server.text(
                        "select confirmed_flush_lsn from pg_replication_slots where slot_name = '" + slot + "'"))
                .asLong();
    }

    private static boolean isRow(SourceRecord record) {
        return record.topic().contains(".outbox");
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(server.config(slot, "p_" + table));
        config.put("name", slot);
        config.put("topic.prefix", slot); // names the metrics, which are the JVM's
        config.put("connector.class", OutboxSourceConnector.class.getName());
        config.put("table.include.list", "public." + table);
        config.put("heartbeat.interval.ms", "1000");
        return OutboxDefaults.under(config);
    }
}
