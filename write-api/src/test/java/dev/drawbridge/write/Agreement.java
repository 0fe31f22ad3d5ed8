package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tables, outbox, stored answers and queue must tell the same story, whatever happened. */
final class Agreement {
    private static final String GAPS = """
            select o.id from orders o left join outbox b on b.aggregateid = o.id::text
            where not o.erased group by o.id, o.version
            having count(b.id) <> o.version or min(b.version) <> 1 or max(b.version) <> o.version""";
    private static final String STRANGERS =
            "select count(*) from outbox b where not exists (select from orders o where o.id::text = b.aggregateid)";
    private static final String LOST_LINES = """
            select count(*) from orders o where not o.erased and (select count(*) from order_lines l where l.order_id = o.id)
              <> (select count(*) filter (where type = 'OrderLineAdded') - count(*) filter (where type = 'OrderLineRemoved')
                  from outbox b where b.aggregateid = o.id::text)""";
    private static final String REMAINS = """
            select o.id from orders o left join outbox b on b.aggregateid = o.id::text
            where o.erased group by o.id, o.version
            having count(b.id) <> 1 or max(b.version) <> o.version or bool_or(b.payload is not null)
              or exists (select from order_lines l where l.order_id = o.id)
              or exists (select from order_staff_notes n where n.order_id = o.id)""";
    private static final String SAID = """
            with said as (select order_id, version from idempotency_keys where version is not null
              union all select order_id, version from commands where state = 'accepted')
            """;
    /** Of what an erased order was before, nothing is left but statuses of commands. */
    private static final String EMPTY_PROMISES = SAID + """
            select count(*) from said
            where not exists (select from outbox b where b.aggregateid = said.order_id::text and b.version = said.version)
              and not exists (select from orders o where o.id = said.order_id and o.erased and said.version < o.version)""";

    private static final String TWICE = SAID + """
            select count(*) from (select from said group by order_id, version having count(*) > 1) more""";
    private static final String UNCLAIMED = SAID + """
            select count(*) from outbox b left join said
              on said.order_id = b.aggregateid::uuid and said.version = b.version where said.version is null""";

    private Agreement() {}

    static void requireAgreement(TestDatabase database) {
        try (Handle handle = database.admin().open()) {
            none(handle, GAPS, "orders whose versions and outbox rows differ");
            none(handle, REMAINS, "erased orders that are more than an erasure");
            zero(handle, STRANGERS, "rows of no order");
            zero(handle, LOST_LINES, "orders with lines lost or left over");
            zero(handle, EMPTY_PROMISES, "answers without effect");
            zero(handle, TWICE, "effects claimed by two answers");
            requireNewestStates(database, handle);
        }
    }

    /** Where every command had a key or was queued: each effect has one answer as well, or a command was carried out twice. */
    static void requireThatAllIsAnswered(TestDatabase database) {
        requireAgreement(database);
        try (Handle handle = database.admin().open()) {
            zero(handle, UNCLAIMED, "effects claimed by no answer");
        }
    }

    private static void requireNewestStates(TestDatabase database, Handle handle) {
        List<UUID> ids = handle.createQuery("select id from orders where not erased order by id limit 300")
                .mapTo(UUID.class)
                .list();
        for (UUID id : ids) {
            StoredOrder stored = new StoredOrder(database.admin(), id);
            List<StoredOrder.OutboxRow> rows = stored.outbox();
            assertThat(rows.get(rows.size() - 1).json().get("state")).isEqualTo(stored.state());
        }
    }

    private static void none(Handle handle, String sql, String what) {
        assertThat(handle.createQuery(sql).mapTo(UUID.class).list()).as(what).isEmpty();
    }

    private static void zero(Handle handle, String sql, String what) {
        assertThat(handle.createQuery(sql).mapTo(Long.class).one()).as(what).isZero();
    }
}
