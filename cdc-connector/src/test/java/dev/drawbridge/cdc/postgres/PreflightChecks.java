package dev.drawbridge.cdc.postgres;

import static dev.drawbridge.cdc.postgres.TestPostgres.stored;
import static dev.drawbridge.cdc.postgres.TestPostgres.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.outbox.OutboxDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** What is checked before a task streams, on one version of PostgreSQL. Statements that messages advise are executed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PreflightChecks {
    private static final String PUBLICATION = "drawbridge_outbox";

    /** A statement in brackets, which may hold brackets. */
    private static final Pattern STATEMENT =
            Pattern.compile("\\(((?:select|alter|create|drop) [^()]*(?:\\([^()]*\\)[^()]*)*)\\)");

    TestPostgres server;

    abstract TestPostgres startServer() throws Exception;

    @BeforeAll
    void start() throws Exception {
        server = startServer();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void refusesAMissingSlotAndTheSlotIsCreatedAsAdvised() throws SQLException {
        Map<String, String> config = server.config("made_as_advised", PUBLICATION);
        String advice = refusal(config);
        assertThat(advice).contains("'made_as_advised'", "does not exist", "/offsets", "republish");
        execute(advice);
        check(config, null);
    }

    @Test
    void refusesASlotAheadOfTheOffset() throws SQLException {
        Map<String, String> config = slot("ahead");
        Map<String, Object> offset = check(config, null).asOffset();
        check(config, event(offset, server.position()));
        assertThatThrownBy(() -> check(config, event(offset, 1)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("ahead of the offset");
    }

    /** As a heartbeat stores it: nothing of ours was in the transactions since the last event, and the slot is confirmed to their end. */
    @Test
    void goesByTheLastCommitWhereItIsBeyondTheLastEvent() throws SQLException {
        Map<String, String> config = slot("heartbeat");
        Map<String, Object> offset = event(check(config, null).asOffset(), 1);
        offset.put("lsn_commit", server.position());
        check(config, offset);
        offset.put("lsn_commit", 1L);
        assertThatThrownBy(() -> check(config, offset)).hasMessageContaining("ahead of the offset");
    }

    @Test
    void refusesAnOffsetThatTheServerHasNotReached() throws SQLException {
        Map<String, String> config = slot("older_copy");
        Map<String, Object> offset = check(config, null).asOffset();
        assertThatThrownBy(() -> check(config, event(offset, server.position() + (1 << 24))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("has not reached the offset", "docs/operations/restore.md", "/offsets");
    }

    @Test
    void refusesAnOffsetThatDoesNotSayWhereItWasRead() throws SQLException {
        Map<String, String> config = slot("unmarked");
        assertThatThrownBy(() -> check(config, event(Map.of(), server.position())))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("does not say from which server", "/offsets", "republish");
    }

    @Test
    void refusesAnOffsetOfAnotherServer() throws SQLException {
        Map<String, String> config = slot("other_server");
        Map<String, Object> offset = event(check(config, null).asOffset(), server.position());
        offset.put("drawbridge.system", "1");
        assertThatThrownBy(() -> check(config, offset))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("another server", "system identifier", "stored 1", "/offsets", "republish");
    }

    @Test
    void refusesASlotThatCannotServe() throws SQLException {
        server.admin(
                "create database elsewhere",
                "select pg_create_logical_replication_slot('other_plugin', 'test_decoding')",
                "select pg_create_physical_replication_slot('physical')");
        server.outbox("elsewhere").createSlot("other_database", Duration.ofSeconds(20));
        assertThat(refusal(server.config("other_plugin", PUBLICATION))).contains("'test_decoding'", "slot.name");
        assertThat(refusal(server.config("physical", PUBLICATION))).contains("physical", "slot.name");
        assertThat(refusal(server.config("other_database", PUBLICATION))).contains("'elsewhere'", "slot.name");
        server.admin("select pg_drop_replication_slot('physical')");
    }

    @Test
    void storesByHandOnlyWhatTheSlotCanServe() throws SQLException {
        Map<String, String> config = slot("by_hand");
        Map<String, Object> origin = check(config, null).asOffset();
        offer(config, event(origin, server.position()));
        for (long lsn : new long[] {1, server.position() + (1 << 24)}) {
            assertThatThrownBy(() -> offer(config, event(origin, lsn)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("stored");
        }
        assertThatThrownBy(() -> offer(config, event(Map.of(), server.position())))
                .hasMessageContaining("does not say from which server");
    }

    private static void offer(Map<String, String> config, Map<String, Object> offset) {
        new OffsetAlteration(config).check(Map.of(Map.of("server", "orders"), offset));
    }

    @Test
    void aSlotInUseIsWaitedForAsLongAsAVanishedHostMayHoldIt() throws SQLException {
        Map<String, String> config = slot("in_use");
        AtomicLong nanos = new AtomicLong();
        StartRetries retries = new StartRetries(nanos::get);
        try (Connection connection = replication();
                PGReplicationStream stream = connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName("in_use")
                        .withSlotOption("proto_version", "1")
                        .withSlotOption("publication_names", PUBLICATION)
                        .start()) {
            assertThat(stream.isClosed()).isFalse();
            assertThatThrownBy(() -> new Preflight(config, retries).check(stored(null)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContainingAll("in use by process", "the other host", "127.0.0.1", "wal_sender_timeout");
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());
            assertThatThrownBy(() -> new Preflight(config, retries).check(stored(null)))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("in use by process", "slot.name");
        }
        new Preflight(config, retries).check(stored(null));
    }

    private Connection replication() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", OutboxDatabase.CAPTURE);
        properties.setProperty("password", OutboxDatabase.CAPTURE);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", "the other host");
        return new Driver().connect("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", properties);
    }

    @Test
    void saysWhyASlotWasInvalidatedAndItIsRecreatedAsAdvised() throws SQLException {
        Map<String, String> config = slot("removed");
        server.admin("alter system set max_slot_wal_keep_size = '1MB'", "select pg_reload_conf()");
        try {
            for (int i = 0; i < 3; i++) {
                server.admin("create table wal" + i + " as select generate_series(1, 1000)", "select pg_switch_wal()");
            }
            server.admin("checkpoint");
            String advice = refusal(config);
            assertThat(advice)
                    .containsAnyOf("max_slot_wal_keep_size", "wal_removed")
                    .contains("invalidated", "/offsets");
            execute(advice);
            check(config, null);
        } finally {
            server.admin("alter system reset max_slot_wal_keep_size", "select pg_reload_conf()");
        }
    }

    @Test
    void aRefusedLoginIsRetriedForAWhileAfterOneThatWasAccepted() throws SQLException {
        Map<String, String> config = slot("login");
        AtomicLong nanos = new AtomicLong();
        StartRetries retries = new StartRetries(nanos::get);
        new Preflight(config, retries).check(stored(null));
        server.admin("alter role drawbridge_capture nologin");
        try {
            assertThatThrownBy(() -> new Preflight(config, retries).check(stored(null)))
                    .isInstanceOf(RetriableException.class);
            assertThatThrownBy(() -> check(config, null))
                    .as("never accepted")
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("database.password");
            nanos.addAndGet(StartRetries.LOGIN.toNanos());
            assertThatThrownBy(() -> new Preflight(config, retries).check(stored(null)))
                    .isExactlyInstanceOf(ConnectException.class);
        } finally {
            server.admin("alter role drawbridge_capture login");
        }
        new Preflight(config, retries).check(stored(null));
    }

    @Test
    void asksToTryAgainWhenTheDatabaseIsOutOfReach() {
        Map<String, String> nowhere =
                Map.of("database.hostname", "127.0.0.1", "database.port", "1", "database.dbname", "x");
        assertThatThrownBy(() -> check(nowhere, null)).isInstanceOf(RetriableException.class);
    }

    @Test
    void refusesAPublicationThatLetsOutOtherThanTheInsertsOfTheOutbox() throws SQLException {
        Map<String, String> config = slot("publications");
        server.admin(
                "create table other(x int)",
                "create publication \"All\" for all tables with (publish = 'insert')",
                "create publication all_operations for table outbox",
                "create publication no_inserts for table outbox with (publish = 'delete')",
                "create publication emptied with (publish = 'insert')",
                "create publication wider for table outbox, other with (publish = 'insert')",
                "create publication filtered for table outbox where (version > 1) with (publish = 'insert')",
                "create publication narrow for table outbox (id, version) with (publish = 'insert')");
        for (String publication :
                new String[] {"absent", "All", "all_operations", "no_inserts", "emptied", "wider", "filtered", "narrow"
                }) {
            Map<String, String> published = with(config, "publication.name", publication);
            String advice = refusal(published);
            assertThat(advice).contains("'" + publication + "'", "/offsets", "republish");
            execute(advice);
            check(published, null);
        }
    }

    /** Debezium reads the option as regular expressions; what is captured must be known. */
    @Test
    void tablesAreASetOfNamesThatAreQuotedWhereSqlNeedsIt() throws SQLException {
        server.admin(
                "create schema \"Sales\"",
                "create table \"Sales\".\"OutboxEvents\" (like outbox)",
                "create table outbox_b (like outbox)",
                "create publication \"Two\" for table outbox, outbox_b with (publish = 'insert')");
        Map<String, String> config = with(slot("names"), "publication.name", "Two");
        check(with(config, "table.include.list", " public.outbox_b , public.outbox"), null);

        Map<String, String> mixed = with(config, "table.include.list", "Sales.OutboxEvents");
        String advice = refusal(mixed);
        assertThat(advice).contains("holds public.outbox, public.outbox_b", "should hold Sales.OutboxEvents");
        execute(advice);
        check(mixed, null);

        assertThat(refusal(with(config, "table.include.list", "public\\.outbox")))
                .contains("regular expression");
        assertThat(refusal(with(config, "table.include.list", "public.OUTBOX"))).contains("no table public.OUTBOX");
    }

    @Test
    void aPartitionedOutboxIsPublishedAsOneTable() throws SQLException {
        server.admin(
                "create table parted (like outbox) partition by range (occurredat)",
                "create table parted_1 partition of parted for values from ('2026-01-01') to ('2026-02-01')",
                "create unlogged table parted_2 partition of parted for values from ('2026-02-01') to ('2026-03-01')",
                "create publication by_partition for table parted with (publish = 'insert')");
        Map<String, String> config =
                with(with(slot("parted"), "publication.name", "by_partition"), "table.include.list", "public.parted");
        String advice = refusal(config);
        assertThat(advice).contains("publish_via_partition_root = true", "public.parted_1");
        execute(advice);

        String unlogged = refusal(config);
        assertThat(unlogged).contains("parted_2", "unlogged", "republish");
        execute(unlogged);
        check(config, null);
    }

    @Test
    void refusesColumnsThatPublishEventCannotRead() throws SQLException {
        server.admin("create domain note as varchar(20)", "create type kind as enum ('a')");
        Map<String, String> config = slot("types");
        String accepted =
                "id varchar(40), aggregatetype kind, aggregateid uuid, version int, type note, payloadversion smallint,"
                        + " payload text, occurredat timestamptz, replay boolean";
        check(table(config, accepted), null);
        for (String[] wrong : new String[][] {
            {"id varchar(40)", "id bigint", "'id' has type bigint", "table.field.event.id"},
            {"aggregateid uuid", "aggregateid char(8)", "character(8)", "table.field.event.key"},
            {"aggregateid uuid", "aggregateid bytea", "bytea", "text"},
            {"version int", "version numeric", "numeric", "int8"},
            {"payload text", "payload bytea", "bytea", "jsonb"},
            {"timestamptz", "timestamp", "timestamp without time zone", "table.field.event.timestamp"},
            {"version int, ", "", "'version' is missing", "table.field.event.version"},
            {"replay boolean", "replay int", "'replay' has type integer", "bool"},
            {"replay boolean", "traceparent xml", "'traceparent' has type xml", "text"}
        }) {
            assertThat(refusal(table(config, accepted.replace(wrong[0], wrong[1]))))
                    .contains("public.shaped", wrong[2], wrong[3]);
        }
    }

    /** Whatever the table calls its columns; and a column of its owner's is not read, and may stay at home. */
    @Test
    void goesByTheColumnsThatTheTransformReads() throws SQLException {
        Map<String, String> config = table(
                slot("renamed"),
                "id uuid, aggregatetype text, who text, version int, type text, payloadversion int, payload jsonb,"
                        + " occurredat timestamptz, again boolean, margin numeric");
        assertThat(refusal(config)).contains("'aggregateid' is missing");
        check(with(config, "transforms.publish.table.field.event.key", "who"), null);

        server.admin("alter table shaped add column flag boolean generated always as (version > 1) stored");
        Map<String, String> generated = with(
                with(config, "transforms.publish.table.field.event.key", "who"),
                "transforms.publish.table.field.event.replay",
                "flag");
        if (Integer.parseInt(server.text("show server_version_num")) < 180_000) {
            assertThat(refusal(generated)).contains("leaves out flag", "generated");
        }
    }

    private Map<String, String> table(Map<String, String> config, String columns) throws SQLException {
        server.admin(
                "drop publication if exists shape",
                "drop table if exists shaped",
                "create table shaped (" + columns + ")",
                "create publication shape for table shaped with (publish = 'insert')");
        return with(with(config, "publication.name", "shape"), "table.include.list", "public.shaped");
    }

    private Map<String, String> slot(String name) throws SQLException {
        server.createSlot(name);
        return server.config(name, PUBLICATION);
    }

    private static OffsetOrigin check(Map<String, String> config, Map<String, Object> offset) {
        return new Preflight(config).check(stored(offset));
    }

    private static String refusal(Map<String, String> config) {
        ConnectException refused = catchThrowableOfType(ConnectException.class, () -> check(config, null));
        assertThat(refused).isExactlyInstanceOf(ConnectException.class);
        assertThat(refused.getMessage().split("\\. |\\.$")).hasSizeLessThanOrEqualTo(4);
        return refused.getMessage();
    }

    /** Executes what the message advises, the first if it names several things. */
    private void execute(String advice) throws SQLException {
        Matcher statement = STATEMENT.matcher(advice);
        assertThat(statement.find()).as(advice).isTrue();
        do {
            server.admin(statement.group(1));
        } while (statement.find());
    }

    private static Map<String, Object> event(Map<String, Object> origin, long lsn) {
        Map<String, Object> offset = new HashMap<>(origin);
        offset.put("lsn", lsn);
        offset.put("lsn_proc", lsn);
        return offset;
    }
}
