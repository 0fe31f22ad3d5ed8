package dev.drawbridge.cdc.postgres;

import static dev.drawbridge.cdc.postgres.TestPostgres.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements end a task's trust in what it reads, on a real PostgreSQL. */
class OriginMonitorIT {
    private static TestPostgres server;
    private static int tables;

    private Map<String, String> config;
    private OriginMonitor monitor;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = TestPostgres.start();
        server.createSlot("watched");
        server.admin("create schema attic");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void watch() throws SQLException {
        String table = "watched" + ++tables;
        server.admin(
                "create table " + table + " (like outbox) partition by hash (id)",
                "create table " + table + "_a partition of " + table + " for values with (modulus 2, remainder 0)",
                "create table " + table + "_b (like " + table + ")",
                "create publication watching for table " + table
                        + " with (publish = 'insert', publish_via_partition_root = true)");
        config = new HashMap<>(server.config("watched", "watching"));
        config.put("table.include.list", "public." + table);
        monitor = new OriginMonitor(config, new Preflight(config).check(stored(null)), System::nanoTime);
        assertThat(monitor.isUnchanged()).isTrue();
    }

    @AfterEach
    void end() throws SQLException {
        monitor.close();
        server.admin("drop publication if exists watching", "drop table if exists away cascade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter publication watching drop table T; alter publication watching add table T",
                "alter publication watching set table outbox; alter publication watching set table T",
                "alter publication watching set (publish = ''); alter publication watching set (publish = 'insert')",
                "alter publication watching set table T (id); alter publication watching set table T",
                "drop publication watching; create publication watching for table T with (publish = 'insert',"
                        + " publish_via_partition_root = true)"
            })
    void noticesAPublicationThatWasAlteredAndPutBack(String statements) throws SQLException {
        long before = monitor.origin().checkedLsn();
        execute(statements);
        assertThatThrownBy(monitor::isUnchanged)
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "Publication 'watching'", Catalog.lsn(before), "may be missing", "/offsets", "republish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table T rename to away; alter table away rename to T",
                "alter table T set schema attic; alter table attic.T set schema public"
            })
    void noticesATableThatWasAwayAndIsBack(String statements) throws SQLException {
        execute(statements);
        assertThatThrownBy(monitor::isUnchanged)
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("Table public.watched", "may be missing", "/offsets", "republish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table T rename to away; create table T (like outbox)",
                "drop table T cascade; create table T (like outbox)"
            })
    void noticesATableMadeInAnothersPlace(String statements) throws SQLException {
        execute(statements);
        assertThatThrownBy(monitor::isUnchanged)
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("may be missing", "/offsets", "republish");
    }

    /** A change that a start meets, not the task that ran. */
    @Test
    void aStartComparesWithTheStoredOffset() throws SQLException {
        Map<String, Object> offset = new HashMap<>(monitor.origin().asOffset());
        execute("alter publication watching drop table T; alter publication watching add table T");
        assertThatThrownBy(() -> new Preflight(config).check(stored(offset)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("Publication 'watching'", "may be missing", "/offsets", "republish");
        assertThat(new Preflight(config).check(stored(null)).asOffset())
                .as("after a reset")
                .doesNotContainEntry("drawbridge.publication", offset.get("drawbridge.publication"));
    }

    @Test
    void noticesAPartitionWhoseRowsReachNoSlot() throws SQLException {
        execute("create unlogged table T_c partition of T for values with (modulus 2, remainder 1)");
        assertThatThrownBy(monitor::isUnchanged)
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("_c", "unlogged", "republish");
    }

    @Test
    void goesOnThroughWhatLosesNoRow() throws SQLException {
        execute("alter table T add column later int; alter table T alter column later type bigint;"
                + " alter table T drop column later; create index on T (version); alter table T alter payload set default '{}';"
                + " grant insert on T to drawbridge_writer; comment on table T is 'x'; analyze T; vacuum T_a;"
                + " vacuum full T_a; vacuum full pg_publication; vacuum full pg_publication_rel; vacuum full pg_type;"
                + " vacuum freeze; truncate T; alter table T enable row level security;"
                + " alter table T attach partition T_b for values with (modulus 2, remainder 1);"
                + " alter table T detach partition T_a; alter publication watching set table T");
        assertThat(monitor.isUnchanged()).isTrue();
        assertThat(new Preflight(config).check(stored(monitor.origin().asOffset())))
                .isNotNull();
    }

    @Test
    void withoutAConnectionNothingIsConfirmed() throws SQLException {
        server.admin("alter role drawbridge_capture nologin");
        try {
            server.admin(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'drawbridge_capture'");
            assertThat(monitor.isUnchanged()).isFalse();
        } finally {
            server.admin("alter role drawbridge_capture login");
        }
        assertThat(monitor.isUnchanged()).isTrue();
    }

    private void execute(String statements) throws SQLException {
        String table = "watched" + tables;
        for (String sql : statements.replaceAll("\\bT(?=\\b|_)", table).split(";", -1)) {
            server.admin(sql.strip());
        }
    }
}
