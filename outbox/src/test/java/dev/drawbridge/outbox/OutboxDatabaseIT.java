package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The outbox migrations, the roles and the slot on a real PostgreSQL. */
class OutboxDatabaseIT {
    private static TestDatabase server;
    private static OutboxDatabase database;

    @BeforeAll
    static void create() {
        server = TestDatabase.create("outbox_database");
        database = server.outbox();
    }

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        String before = migrated();
        database.migrate();
        assertThat(migrated()).isEqualTo(before);
    }

    /** The history, and for each relation the transaction that last changed its definition or its rights. */
    private static String migrated() throws SQLException {
        try (Connection admin = server.dataSource().getConnection();
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
        DataSource older = TestDatabase.createEmpty("older").dataSource();
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
        try (Connection open = server.connect(OutboxDatabase.OWNER)) {
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

    /** Names of slots are the server's; each belongs to one database. */
    @Test
    void aSlotOfAnotherDatabaseIsNotTakenForThisOnes() throws SQLException {
        OutboxDatabase elsewhere = TestDatabase.createEmpty("elsewhere").outbox();
        elsewhere.createSlot("taken", Duration.ofSeconds(10));

        assertThatThrownBy(() -> database.createSlot("taken", Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42710"))
                .hasMessageContainingAll("'taken'", "database 'elsewhere'", "another slot name");
        elsewhere.createSlot("taken", Duration.ofSeconds(10));
    }

    @Test
    void aSlotThatCannotServeAnOutboxIsNotTakenForOneThatCan() throws SQLException {
        try (Connection admin = server.dataSource().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("select pg_create_logical_replication_slot('text', 'test_decoding')");
            statement.execute("select pg_create_physical_replication_slot('whole')");
        }
        for (String slot : new String[] {"text", "whole"}) {
            assertThatThrownBy(() -> database.createSlot(slot, Duration.ofSeconds(10)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("'" + slot + "'", "drop that one");
        }
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
        try (Connection connection = server.connect(role)) {
            connection.createStatement().execute(sql);
        }
    }
}
