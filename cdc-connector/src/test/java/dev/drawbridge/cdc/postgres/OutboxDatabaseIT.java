package dev.drawbridge.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

/** The outbox migrations, the roles, the slot and the preflight on a real PostgreSQL. */
class OutboxDatabaseIT {
    private static final String READ =
            "id, aggregatetype, aggregateid, version, type, payloadversion, payload, occurredat,"
                    + " correlationid, causationid, traceparent, replay";

    private static EmbeddedPostgres postgres;
    private static OutboxDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
        database = new OutboxDatabase(postgres.getPostgresDatabase());
        database.migrate();
        for (String role : new String[] {OutboxDatabase.OWNER, OutboxDatabase.WRITER, OutboxDatabase.CAPTURE}) {
            database.setPassword(role, role.toCharArray());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        String before = migrated();
        database.migrate();
        assertThat(migrated()).isEqualTo(before);
    }

    /** The history, and for each relation the transaction that last changed its definition or its rights. */
    private static String migrated() throws SQLException {
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            return text(
                    statement,
                    "select (select string_agg(h::text, ' ' order by installed_rank) from outbox_schema_history h)"
                            + " || (select string_agg(relname || ' ' || xmin, ' ' order by oid) from pg_class"
                            + " where relnamespace = 'public'::regnamespace)");
        }
    }

    @Test
    void anOutboxInUseIsBroughtUpToDateInPlace() throws SQLException {
        try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
            admin.createStatement().execute("create database older");
        }
        DataSource older = postgres.getDatabase("postgres", "older");
        Flyway.configure()
                .dataSource(older)
                .locations("classpath:db/outbox")
                .table("outbox_schema_history")
                .target("1")
                .load()
                .migrate();
        try (Connection admin = older.getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("insert into outbox values (gen_random_uuid(), 'order', 'a', 1, 'OrderCreated', 1, '{}',"
                    + " now(), null, null, null)");

            new OutboxDatabase(older).migrate();

            assertThat(text(statement, "select string_agg(version || ' ' || replay, ',') from outbox"))
                    .isEqualTo("1 false");
            assertThat(text(
                            statement,
                            "select array_to_string(attnames, ',') from pg_publication_tables"
                                    + " where pubname = 'drawbridge_outbox'"))
                    .endsWith("traceparent,replay");
            assertThat(text(
                            statement,
                            "select has_column_privilege('drawbridge_capture', 'outbox', 'replay', 'select')"
                                    + " and has_column_privilege('drawbridge_writer', 'outbox', 'replay', 'insert')"))
                    .isEqualTo("t");
        }
    }

    @Test
    void captureReadsTheOutboxAndNothingElse() throws SQLException {
        run(OutboxDatabase.OWNER, "create table if not exists secret(x int)");
        run(OutboxDatabase.CAPTURE, "select * from outbox");
        assertDenied(OutboxDatabase.CAPTURE, "select * from secret");
        assertDenied(OutboxDatabase.CAPTURE, "delete from outbox");
        assertDenied(OutboxDatabase.CAPTURE, "create table mine(x int)");
    }

    @Test
    void writerAddsAndRemovesRowsButNeverChangesOne() throws SQLException {
        run(OutboxDatabase.WRITER, "delete from outbox");
        assertDenied(OutboxDatabase.WRITER, "update outbox set version = 2");
        assertDenied(OutboxDatabase.WRITER, "truncate outbox");
    }

    @Test
    void onlyCaptureMayEmitLogicalMessages() throws SQLException {
        String emit = "select pg_logical_emit_message(true, 'drawbridge.heartbeat', '')";
        run(OutboxDatabase.CAPTURE, emit);
        assertDenied(OutboxDatabase.WRITER, emit);
        assertDenied(OutboxDatabase.OWNER, emit);
    }

    @Test
    void slotCreationGivesUpBehindAnOpenTransaction() throws SQLException {
        try (Connection open = connect(OutboxDatabase.OWNER)) {
            open.setAutoCommit(false);
            open.createStatement().execute("create table pending(x int)");
            assertThatThrownBy(() -> database.createSlot("behind_open_transaction", Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            open.rollback();
        }
        database.createSlot("behind_open_transaction", Duration.ofSeconds(10));
        database.createSlot("behind_open_transaction", Duration.ofSeconds(10));
    }

    @Test
    void preflightRefusesAMissingSlotAndASlotAheadOfTheOffset() throws SQLException {
        assertThatThrownBy(() -> preflight("no_such_slot", "drawbridge_outbox").check(stored((Long) null)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'no_such_slot' does not exist");
        database.createSlot("preflight", Duration.ofSeconds(10));
        preflight("preflight", "drawbridge_outbox").check(stored((Long) null));
        preflight("preflight", "drawbridge_outbox").check(stored(reached()));
        assertThatThrownBy(() -> preflight("preflight", "drawbridge_outbox").check(stored(1L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("ahead of the offset");
    }

    /** A database restored from a backup writes positions that were handed over before, and the slot there skips them. */
    @Test
    void preflightRefusesAnOffsetThatTheServerHasNotReached() throws SQLException {
        database.createSlot("restored", Duration.ofSeconds(10));
        assertThatThrownBy(() -> preflight("restored", "drawbridge_outbox").check(stored(reached() + (1 << 24))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("has not reached the offset", "restored or made anew", "/offsets");
    }

    /** As a heartbeat stores it: nothing of ours was in the transactions since the last event, and the slot is confirmed to their end. */
    @Test
    void preflightGoesByTheLastCommitWhereItIsBeyondTheLastEvent() throws SQLException {
        database.createSlot("heartbeat", Duration.ofSeconds(10));
        preflight("heartbeat", "drawbridge_outbox").check(stored(Map.of("lsn", 1L, "lsn_commit", reached())));
        assertThatThrownBy(() ->
                        preflight("heartbeat", "drawbridge_outbox").check(stored(Map.of("lsn", 2L, "lsn_commit", 1L))))
                .hasMessageContaining("ahead of the offset");
    }

    @Test
    void preflightRefusesAPublicationOfMoreThanInserts() throws SQLException {
        database.createSlot("wide", Duration.ofSeconds(10));
        run(OutboxDatabase.OWNER, "select 1");
        try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
            admin.createStatement().execute("create publication too_wide for table outbox");
        }
        assertThatThrownBy(() -> preflight("wide", "too_wide").check(stored((Long) null)))
                .hasMessageContaining("more than inserts");
        assertThatThrownBy(() -> preflight("wide", "absent").check(stored((Long) null)))
                .hasMessageContaining("'absent' does not exist");
    }

    @Test
    void preflightRefusesAPublicationThatLostTheOutboxOrHoldsMore() throws SQLException {
        database.createSlot("tables", Duration.ofSeconds(10));
        try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
            admin.createStatement().execute("create table other(x int)");
            admin.createStatement().execute("create publication emptied with (publish = 'insert')");
            admin.createStatement()
                    .execute("create publication wider for table outbox, other with (publish = 'insert')");
            admin.createStatement()
                    .execute(
                            "create publication filtered for table outbox where (version > 1) with (publish = 'insert')");
        }
        for (String publication : new String[] {"emptied", "wider", "filtered"}) {
            assertThatThrownBy(() -> preflight("tables", publication).check(stored((Long) null)))
                    .as(publication)
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("should hold public.outbox");
        }
    }

    /** PublishEvent takes an absent column for one that the table does not have: replays would pass for news. */
    @Test
    void preflightRefusesAPublicationThatLeavesOutAColumnThatIsRead() throws SQLException {
        database.createSlot("columns", Duration.ofSeconds(10));
        admin("create publication narrow for table outbox (" + READ.replace(", replay", "")
                + ") with (publish = 'insert')");

        assertThatThrownBy(() -> preflight("columns", "narrow").check(stored((Long) null)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "'narrow'", "leaves out replay", "alter publication narrow set table public.outbox");

        admin("alter publication narrow set table public.outbox");
        preflight("columns", "narrow").check(stored((Long) null));
    }

    /** Whatever the table calls its columns; and a column of its owner's is not read, and may stay at home. */
    @Test
    void preflightGoesByTheColumnsThatTheTransformReads() throws SQLException {
        database.createSlot("renamed", Duration.ofSeconds(10));
        admin("create table sales(" + READ.replace(", ", " int, ") + " int, again boolean, margin numeric,"
                + " twice int generated always as (version * 2) stored)");
        admin("create publication own for table sales (" + READ + ") with (publish = 'insert')");
        Map<String, String> config = new HashMap<>(config("renamed", "own"));
        config.put("table.include.list", "public.sales");

        new Preflight(config).check(stored((Long) null));

        config.put("transforms.publish.table.field.event.replay", "again");
        assertThatThrownBy(() -> new Preflight(config).check(stored((Long) null)))
                .hasMessageContaining("leaves out again");
    }

    @Test
    void preflightAsksToTryAgainWhenTheDatabaseIsOutOfReach() {
        Map<String, String> nowhere =
                Map.of("database.hostname", "127.0.0.1", "database.port", "1", "database.dbname", "x");
        assertThatThrownBy(() -> new Preflight(nowhere).check(stored((Long) null)))
                .isInstanceOf(RetriableException.class);
    }

    private static Preflight preflight(String slot, String publication) {
        return new Preflight(config(slot, publication));
    }

    private static Map<String, String> config(String slot, String publication) {
        return Map.of(
                "database.hostname",
                "127.0.0.1",
                "database.port",
                String.valueOf(postgres.getPort()),
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

    private static void admin(String sql) throws SQLException {
        try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
            admin.createStatement().execute(sql);
        }
    }

    private static long reached() throws SQLException {
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            return LogSequenceNumber.valueOf(text(statement, "select pg_current_wal_insert_lsn()"))
                    .asLong();
        }
    }

    private static OffsetStorageReader stored(Long lsn) {
        return stored(lsn == null ? null : Map.of("lsn", lsn, "lsn_proc", lsn));
    }

    private static OffsetStorageReader stored(Map<String, Object> offset) {
        return new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return offset == null ? null : new HashMap<>(offset);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                return Map.of();
            }
        };
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void assertDenied(String role, String sql) {
        assertThatThrownBy(() -> run(role, sql))
                .as("%s as %s", sql, role)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private static void run(String role, String sql) throws SQLException {
        try (Connection connection = connect(role)) {
            connection.createStatement().execute(sql);
        }
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres", role, role);
    }
}
