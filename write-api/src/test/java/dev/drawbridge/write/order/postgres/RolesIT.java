package dev.drawbridge.write.order.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.write.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do with the private tables, asked of the database itself. */
@ResourceLock(TestDatabase.SHARED)
class RolesIT {
    private final TestDatabase database = TestDatabase.get();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update outbox set type = 'Other'",
                "truncate outbox",
                "delete from orders",
                "truncate orders",
                "update idempotency_keys set version = 1",
                "update order_lines set quantity = 1",
                "update order_staff_notes set note = ''",
                "select * from write_schema_history",
                "select * from outbox_schema_history",
                "select * from pg_authid",
                "create table more (id int)",
                "alter table orders add column more int",
                "drop table orders",
                "create role other",
                "select pg_logical_emit_message(true, 'drawbridge.heartbeat', '')",
                "select pg_create_logical_replication_slot('other', 'pgoutput')",
                "set role drawbridge_owner",
                "create temporary table t (id int)"
            })
    void theWriterCannot(String sql) {
        assertRefused("drawbridge_writer", sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from orders",
                "select * from order_lines",
                "select * from order_staff_notes",
                "select * from idempotency_keys",
                "select * from commands",
                "select count(*) from orders",
                "select * from write_schema_history",
                "insert into order_staff_notes values (gen_random_uuid(), 1, '')",
                "delete from outbox"
            })
    void captureCannot(String sql) {
        assertRefused("drawbridge_capture", sql);
    }

    @Test
    void nobodyElseHasAnyRight() {
        assertThat(ask("""
                        select grantee || ' ' || privilege_type || ' ' || table_name
                        from information_schema.role_table_grants
                        where table_name in ('orders', 'order_lines', 'order_staff_notes', 'idempotency_keys', 'commands')
                          and grantee <> 'drawbridge_owner'"""))
                .containsExactlyInAnyOrder(
                        "drawbridge_writer SELECT orders",
                        "drawbridge_writer INSERT orders",
                        "drawbridge_writer UPDATE orders",
                        "drawbridge_writer SELECT order_lines",
                        "drawbridge_writer INSERT order_lines",
                        "drawbridge_writer DELETE order_lines",
                        "drawbridge_writer SELECT order_staff_notes",
                        "drawbridge_writer INSERT order_staff_notes",
                        "drawbridge_writer DELETE order_staff_notes",
                        "drawbridge_writer SELECT idempotency_keys",
                        "drawbridge_writer INSERT idempotency_keys",
                        "drawbridge_writer DELETE idempotency_keys",
                        "drawbridge_writer SELECT commands",
                        "drawbridge_writer INSERT commands",
                        "drawbridge_writer UPDATE commands",
                        "drawbridge_writer DELETE commands");
    }

    @Test
    void thePublicationHoldsTheOutboxAlone() {
        assertThat(ask("select tablename from pg_publication_tables")).containsExactly("outbox");
    }

    private List<String> ask(String sql) {
        return database.admin()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private void assertRefused(String role, String sql) {
        assertThatThrownBy(() -> database.as(role).useHandle(handle -> handle.execute(sql)))
                .isInstanceOf(JdbiException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
}
