package dev.drawbridge.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Compares the three stores of a stack: what the tables say, what the topic carries, what the index holds. It reads each
 * with plain SQL, a plain consumer and plain GETs, and knows the public shape of an order by itself, so that it shares no
 * path with the code it judges.
 */
final class Consistency {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STATUS = Map.of(
            "CREATED", "draft",
            "PLACED", "placed",
            "PROCESSING", "processing",
            "IN_TRANSIT", "shipped",
            "DELIVERED", "delivered",
            "CANCELLED", "cancelled");

    private final TestStack stack;

    Consistency(TestStack stack) {
        this.stack = stack;
    }

    private record Committed(long version, boolean erased, Map<String, Object> document) {}

    /** The first difference found, in words; empty when everything agrees. */
    Optional<String> firstDifference(List<UUID> orders) throws Exception {
        Map<String, Committed> committed = committed();
        Map<String, List<Long>> published = published();
        for (UUID order : orders) {
            Committed state = committed.get(order.toString());
            Optional<String> difference = state == null
                    ? Optional.of("order " + order + " is not in the table orders")
                    : outbox(order, state)
                            .or(() -> topic(order, state, published.getOrDefault(order.toString(), List.of())))
                            .or(() -> document(order, state));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /** Every version of a living order has its outbox row; of an erased one only the last is left. */
    private Optional<String> outbox(UUID order, Committed state) {
        String expected = state.erased() ? String.valueOf(state.version()) : sequence(1, state.version());
        String found = query("select string_agg(version::text, ',' order by version) from outbox where aggregateid = '"
                + order + "'");
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of("outbox of order " + order + " holds versions " + found + ", expected " + expected);
    }

    /** Each version at least once; the first occurrences in order; nothing beyond what is committed. */
    private static Optional<String> topic(UUID order, Committed state, List<Long> versions) {
        List<Long> firstSeen = new ArrayList<>(new java.util.LinkedHashSet<>(versions));
        List<Long> ordered = new ArrayList<>(new TreeSet<>(versions));
        String expected = sequence(1, state.version());
        if (!firstSeen.equals(ordered) || !join(ordered).equals(expected)) {
            return Optional.of(
                    "topic carries versions " + join(versions) + " of order " + order + ", expected " + expected);
        }
        return versions.get(versions.size() - 1) == state.version()
                ? Optional.empty()
                : Optional.of("topic ends with an old version of order " + order + ": " + join(versions));
    }

    private Optional<String> document(UUID order, Committed state) {
        try {
            JsonNode found = stack.document(order);
            if (found.path("_version").asLong() != state.version()) {
                return Optional.of("document " + order + " is at version "
                        + found.path("_version").asLong(-1) + ", committed is " + state.version());
            }
            JsonNode expected = JSON.readTree(JSON.writeValueAsString(state.document()));
            JsonNode source = found.path("_source");
            return source.equals(expected)
                    ? Optional.empty()
                    : Optional.of("document " + order + " differs at version " + state.version() + ": "
                            + firstField(expected, source));
        } catch (IOException | InterruptedException e) {
            return Optional.of("document " + order + " cannot be read: " + e);
        }
    }

    private static String firstField(JsonNode expected, JsonNode found) {
        TreeSet<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        found.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !expected.path(name).equals(found.path(name)))
                .map(name -> name + " is " + found.path(name) + ", expected " + expected.path(name))
                .findFirst()
                .orElse("order of fields");
    }

    private Map<String, Committed> committed() throws SQLException {
        Map<String, List<Map<String, Object>>> lines = new HashMap<>();
        Map<String, Committed> committed = new HashMap<>();
        try (Connection connection = stack.database("postgres")) {
            ResultSet line =
                    connection.createStatement().executeQuery("select * from order_lines order by order_id, line_no");
            while (line.next()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("lineNumber", line.getInt("line_no"));
                fields.put("productName", line.getString("product_name"));
                fields.put("quantity", line.getInt("quantity"));
                fields.put("unitPrice", line.getBigDecimal("unit_price").doubleValue());
                lines.computeIfAbsent(line.getString("order_id"), id -> new ArrayList<>())
                        .add(fields);
            }
            ResultSet row = connection.createStatement().executeQuery("""
                    select o.*, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created,
                           to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated,
                           (select payload->'event'->>'reason' from outbox
                             where aggregateid = o.id::text and version = o.version) as reason
                      from orders o
                    """);
            while (row.next()) {
                String id = row.getString("id");
                committed.put(id, order(row, lines.getOrDefault(id, List.of())));
            }
        }
        return committed;
    }

    private static Committed order(ResultSet row, List<Map<String, Object>> lines) throws SQLException {
        Map<String, Object> fields = new TreeMap<>();
        long version = row.getLong("version");
        boolean erased = row.getBoolean("erased");
        if (erased) {
            fields.put("id", row.getString("id"));
            fields.put("version", version);
            fields.put("erased", true);
            return new Committed(version, true, fields);
        }
        fields.put("orderId", row.getString("id"));
        fields.put("version", version);
        fields.put("status", STATUS.get(row.getString("status")));
        fields.put("customerName", row.getString("customer_name"));
        fields.put("customerCity", row.getString("customer_city"));
        fields.put("currency", row.getString("currency"));
        fields.put("lines", lines);
        fields.put("discount", row.getBigDecimal("discount").doubleValue());
        BigDecimal total = row.getBigDecimal("total");
        fields.put("total", total.doubleValue());
        if (row.getString("carrier") != null) {
            fields.put("carrier", row.getString("carrier"));
        }
        fields.put("createdAt", row.getString("created"));
        fields.put("updatedAt", row.getString("updated"));
        if (row.getString("reason") != null) {
            fields.put("change", Map.of("reason", row.getString("reason")));
        }
        return new Committed(version, false, fields);
    }

    private Map<String, List<Long>> published() {
        Map<String, List<Long>> versions = new HashMap<>();
        for (Topic.Event event : stack.topic("orders.public.v1").events()) {
            versions.computeIfAbsent(event.key(), key -> new ArrayList<>())
                    .add(Long.valueOf(event.headers().get("ce_aggregateversion")));
        }
        return versions;
    }

    private String query(String sql) {
        try (Connection connection = stack.database("postgres");
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sequence(long first, long last) {
        return join(java.util.stream.LongStream.rangeClosed(first, last).boxed().toList());
    }

    private static String join(List<Long> versions) {
        return String.join(",", versions.stream().map(String::valueOf).toList());
    }
}
