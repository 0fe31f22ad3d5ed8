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
    private static final String EMPTY_PROMISES = """
            select count(*) from (select order_id, version from idempotency_keys where version is not null
              union all select order_id, version from commands where state = 'done') said
            where not exists (select from outbox b where b.aggregateid = said.order_id::text and b.version = said.version)""";
    private static final String TWICE = """
            select count(*) from (select order_id, version from (
              select order_id, version from idempotency_keys where version is not null
              union all select order_id, version from commands where state = 'done') said
              group by order_id, version having count(*) > 1) more""";

    private Agreement() {}

    static void demand(TestDatabase database) {
        try (Handle handle = database.admin().open()) {
            assertThat(handle.createQuery(GAPS).mapTo(UUID.class).list())
                    .as("orders whose versions and outbox rows differ")
                    .isEmpty();
            assertThat(number(handle, STRANGERS)).as("rows of no order").isZero();
            assertThat(number(handle, LOST_LINES))
                    .as("orders with lines lost or left over")
                    .isZero();
            assertThat(number(handle, EMPTY_PROMISES))
                    .as("answers without effect")
                    .isZero();
            assertThat(number(handle, TWICE))
                    .as("effects claimed by two answers")
                    .isZero();
            List<UUID> ids = handle.createQuery("select id from orders where not erased order by id limit 200")
                    .mapTo(UUID.class)
                    .list();
            for (UUID id : ids) {
                StoredOrder stored = new StoredOrder(database.admin(), id);
                List<StoredOrder.OutboxRow> rows = stored.outbox();
                assertThat(rows.get(rows.size() - 1).json().get("state")).isEqualTo(stored.state());
            }
        }
    }

    private static long number(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }
}
