package dev.drawbridge.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the three stores of a stack hold about some orders: private tables and outbox, topic, index. Each is read with plain
 * SQL, a plain consumer and a plain multi-get, so that no code that is judged takes part in judging it.
 */
record Stores(
        Map<UUID, Committed> tables,
        Map<UUID, List<OutboxRow>> outbox,
        Map<UUID, List<Published>> topic,
        Map<UUID, Document> index) {

    /** An order's rows in the private tables; {@code state} as the outbox should tell it, null when erased. */
    record Committed(long version, JsonNode state) {
        boolean erased() {
            return state == null;
        }
    }

    /** {@code payload} is null when the order is erased. */
    record OutboxRow(String id, long version, JsonNode payload) {}

    /** {@code value} is null for a tombstone. */
    record Published(String id, long version, JsonNode value) {}

    record Document(long version, JsonNode source) {}

    private static final String TABLES = """
            select o.id, o.version, case when o.erased then null else jsonb_strip_nulls(jsonb_build_object(
                'status', o.status, 'currency', o.currency, 'discount', o.discount, 'total', o.total, 'margin', o.margin, 'riskScore', o.risk_score,
                'customer', jsonb_build_object('name', o.customer_name, 'city', o.customer_city),
                'lines', coalesce((select jsonb_agg(jsonb_build_object('number', line_no, 'name', product_name, 'quantity', quantity,
                     'price', unit_price, 'unitCost', unit_cost) order by line_no)
                   from order_lines where order_id = o.id), '[]'),
                'coupon', case when o.coupon_code is not null then
                   jsonb_build_object('code', o.coupon_code, 'percentOff', o.coupon_percent) end,
                'shipment', case when o.carrier is not null then
                   jsonb_build_object('carrier', o.carrier, 'trackingNumber', o.tracking_number) end,
                'staffNotes', coalesce((select jsonb_agg(note order by note_no)
                   from order_staff_notes where order_id = o.id), '[]'),
                'createdAt', to_char(o.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'updatedAt', to_char(o.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) end as state
              from orders o where o.id = any (?)
            """;
    private static final String OUTBOX = "select aggregateid::uuid, id, version, payload from outbox"
            + " where aggregatetype = 'order' and aggregateid = any (?::text[]) order by version";

    static Stores read(TestStack stack, Collection<UUID> orders)
            throws SQLException, IOException, InterruptedException {
        // The stores at the end are read first: what moves on meanwhile shows as a difference, never hides one.
        Map<UUID, Document> index = index(stack, orders);
        Map<UUID, List<Published>> topic = topic(stack, orders);
        try (Connection connection = stack.database("postgres")) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(
                    Connection.TRANSACTION_REPEATABLE_READ); // tables and outbox at one moment
            return new Stores(tables(connection, orders), outbox(connection, orders), topic, index);
        }
    }

    private static Map<UUID, Committed> tables(Connection connection, Collection<UUID> orders)
            throws SQLException, IOException {
        Map<UUID, Committed> tables = new HashMap<>();
        ResultSet row = select(connection, TABLES, "uuid", orders);
        while (row.next()) {
            tables.put(row.getObject(1, UUID.class), new Committed(row.getLong(2), json(row.getString(3))));
        }
        return tables;
    }

    private static Map<UUID, List<OutboxRow>> outbox(Connection connection, Collection<UUID> orders)
            throws SQLException, IOException {
        Map<UUID, List<OutboxRow>> outbox = new HashMap<>();
        ResultSet row = select(connection, OUTBOX, "text", orders);
        while (row.next()) {
            outbox.computeIfAbsent(row.getObject(1, UUID.class), order -> new ArrayList<>())
                    .add(new OutboxRow(row.getString(2), row.getLong(3), json(row.getString(4))));
        }
        return outbox;
    }

    private static ResultSet select(Connection connection, String sql, String type, Collection<UUID> orders)
            throws SQLException {
        var query = connection.prepareStatement(sql);
        query.setArray(
                1,
                connection.createArrayOf(
                        type, orders.stream().map(UUID::toString).toArray()));
        return query.executeQuery();
    }

    /** Events of other orders, of which a soak leaves a hundred thousand, are not kept. */
    private static Map<UUID, List<Published>> topic(TestStack stack, Collection<UUID> orders) throws IOException {
        Map<String, List<Topic.Event>> events = new HashMap<>();
        orders.forEach(order -> events.put(order.toString(), new ArrayList<>()));
        stack.topic("orders.public.v1").forEach(event -> events.getOrDefault(event.key(), new ArrayList<>())
                .add(event));
        Map<UUID, List<Published>> topic = new HashMap<>();
        for (UUID order : orders) {
            List<Published> published = new ArrayList<>();
            for (Topic.Event event : events.get(order.toString())) {
                published.add(new Published(
                        event.headers().get("ce_id"),
                        Long.parseLong(event.headers().get("ce_aggregateversion")),
                        json(event.value())));
            }
            topic.put(order, published);
        }
        return topic;
    }

    private static Map<UUID, Document> index(TestStack stack, Collection<UUID> orders)
            throws IOException, InterruptedException {
        ObjectNode ids = TestStack.JSON.createObjectNode();
        orders.forEach(order -> ids.withArray("ids").add(order.toString()));
        var answer = stack.elasticsearch("admin", "POST", "/" + TestStack.INDEX + "/_mget", ids.toString());
        Map<UUID, Document> index = new HashMap<>();
        for (JsonNode found : TestStack.JSON.readTree(answer.body()).path("docs")) {
            if (found.path("found").asBoolean()) {
                index.put(
                        UUID.fromString(found.path("_id").asText()),
                        new Document(found.path("_version").asLong(), found.path("_source")));
            }
        }
        return index;
    }

    private static JsonNode json(String text) throws IOException {
        return text == null ? null : TestStack.JSON.readTree(text);
    }
}
