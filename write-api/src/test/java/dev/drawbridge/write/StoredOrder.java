package dev.drawbridge.write;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the tables and the outbox hold about one order, read by the administrator and by SQL of its own. */
public final class StoredOrder {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Builds from the private tables the state that the newest outbox row should carry. */
    private static final String STATE = """
            select jsonb_strip_nulls(jsonb_build_object(
              'status', o.status, 'customer', jsonb_build_object('name', o.customer_name, 'city', o.customer_city),
              'currency', o.currency, 'discount', o.discount, 'total', o.total, 'margin', o.margin, 'riskScore', o.risk_score,
              'coupon', case when o.coupon_code is not null then
                 jsonb_build_object('code', o.coupon_code, 'percentOff', o.coupon_percent) end,
              'shipment', case when o.carrier is not null then
                 jsonb_build_object('carrier', o.carrier, 'trackingNumber', o.tracking_number) end,
              'lines', (select coalesce(jsonb_agg(jsonb_build_object('number', l.line_no, 'name', l.product_name, 'quantity', l.quantity,
                 'price', l.unit_price, 'unitCost', l.unit_cost) order by l.line_no), '[]')
                 from order_lines l where l.order_id = o.id),
              'staffNotes', (select coalesce(jsonb_agg(n.note order by n.note_no), '[]')
                 from order_staff_notes n where n.order_id = o.id),
              'createdAt', to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
              'updatedAt', to_char(o.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
            from orders o where o.id = :id""";

    private final Jdbi admin;
    private final UUID id;

    /** One outbox row; the payload as text, to see each digit. */
    public record OutboxRow(
            UUID id,
            String aggregatetype,
            String aggregateid,
            long version,
            String type,
            int payloadversion,
            @Nullable String payload,
            boolean occurredAtUpdate,
            @Nullable String correlationid,
            @Nullable String causationid,
            @Nullable String traceparent,
            boolean replay) {

        public JsonNode json() {
            return parse(payload == null ? "null" : payload);
        }
    }

    public StoredOrder(Jdbi admin, UUID id) {
        this.admin = admin;
        this.id = id;
    }

    public List<OutboxRow> outbox() {
        return admin.withHandle(handle -> handle.createQuery("""
                        select b.*, b.occurredat = o.updated_at as at_update
                        from outbox b join orders o on o.id = b.aggregateid::uuid
                        where b.aggregateid = :id order by b.version""")
                .bind("id", id.toString())
                .map((row, context) -> new OutboxRow(
                        row.getObject("id", UUID.class),
                        row.getString("aggregatetype"),
                        row.getString("aggregateid"),
                        row.getLong("version"),
                        row.getString("type"),
                        row.getInt("payloadversion"),
                        row.getString("payload"),
                        row.getBoolean("at_update"),
                        row.getString("correlationid"),
                        row.getString("causationid"),
                        row.getString("traceparent"),
                        row.getBoolean("replay")))
                .list());
    }

    /** The state that the tables add up to, as the outbox would tell it. */
    public JsonNode state() {
        return parse(admin.withHandle(handle ->
                handle.createQuery(STATE).bind("id", id).mapTo(String.class).one()));
    }

    public long version() {
        return number("select coalesce(max(version), 0) from orders where id = '" + id + "'");
    }

    public long number(String sql) {
        return admin.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** Everything that is stored about any order, as one text to search in. */
    public static String everything(Jdbi admin) {
        return admin.withHandle(
                handle -> handle.createQuery("""
                        select coalesce(string_agg(t, ' '), '') from (
                          select o::text t from orders o union all select l::text from order_lines l
                          union all select n::text from order_staff_notes n union all select b::text from outbox b
                          union all select k::text from idempotency_keys k
                          union all select c::text from commands c) all_rows""").mapTo(String.class).one());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
