package dev.drawbridge.stack;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What no order can account for: a key in the topic or a document in the index that neither the table of orders nor the outbox
 * knows, and a key whose events are spread over partitions, where they have no order. {@link Consistency} asks about the orders
 * it is given, and would not meet them.
 */
final class Strangers {
    private Strangers() {}

    /** The first one found, in words. */
    static Optional<String> first(TestStack stack) throws Exception {
        // First the ends: what comes into being meanwhile is known to the tables before.
        Map<String, Set<Integer>> partitionsByKey = new HashMap<>();
        stack.topic("orders.public.v1").forEach(event -> partitionsByKey
                .computeIfAbsent(event.key(), key -> new HashSet<>())
                .add(event.partition()));
        Set<String> documents = documents(stack);
        return first(partitionsByKey, documents, known(stack));
    }

    static Optional<String> first(Map<String, Set<Integer>> partitionsByKey, Set<String> documents, Set<String> known) {
        Optional<String> spread = partitionsByKey.entrySet().stream()
                .filter(key -> key.getValue().size() > 1)
                .map(key -> "events of " + key.getKey() + " are in partitions " + key.getValue())
                .findFirst();
        Optional<String> key = partitionsByKey.keySet().stream()
                .filter(each -> !known.contains(each))
                .map(each -> "topic has a key that no order has: " + each)
                .findFirst();
        Optional<String> document = documents.stream()
                .filter(each -> !known.contains(each))
                .map(each -> "index has a document of no order: " + each)
                .findFirst();
        return spread.or(() -> key).or(() -> document);
    }

    private static Set<String> known(TestStack stack) throws SQLException {
        Set<String> known = new HashSet<>();
        try (Connection connection = stack.database("postgres")) {
            ResultSet row = connection
                    .createStatement()
                    .executeQuery("select id::text from orders union select aggregateid from outbox");
            while (row.next()) {
                known.add(row.getString(1));
            }
        }
        return known;
    }

    private static Set<String> documents(TestStack stack) throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        new IndexPages(stack)
                .forEachHit(
                        "/" + TestStack.INDEX,
                        "{\"_source\":false}",
                        hit -> ids.add(hit.get("_id").asText()));
        return ids;
    }
}
