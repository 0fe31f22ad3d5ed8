package dev.drawbridge.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.stack.Stores.Committed;
import dev.drawbridge.stack.Stores.Document;
import dev.drawbridge.stack.Stores.OutboxRow;
import dev.drawbridge.stack.Stores.Published;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Says whether private tables, outbox, topic and index tell the same of some orders, and if not, names the first
 * difference. It knows the public shape of an order by itself: neither mapping nor contract is asked.
 *
 * <ul>
 *   <li>outbox: a row for each version of a living order, the last one with the state of the tables; of an erased order
 *       the erasure alone
 *   <li>topic: each version at least once, first in order, nothing beyond what is committed, the current version last;
 *       each event is that of its outbox row, and where an erasure has purged that, public in its fields
 *   <li>index: the committed state at the committed version, or an erased order's stub
 * </ul>
 */
final class Consistency {
    private final TestStack stack;

    Consistency(TestStack stack) {
        this.stack = stack;
    }

    /** The first difference found, in words; empty when everything agrees. */
    Optional<String> firstDifference(Collection<UUID> orders) throws Exception {
        return firstDifference(Stores.read(stack, orders), orders);
    }

    static Optional<String> firstDifference(Stores stores, Collection<UUID> orders) {
        return orders.stream()
                .map(order -> difference(order, stores))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> difference(UUID order, Stores stores) {
        Committed committed = stores.tables().get(order);
        if (committed == null) {
            return Optional.of("order " + order + " is not in the table orders");
        }
        List<OutboxRow> rows = stores.outbox().getOrDefault(order, List.of());
        List<Published> events = stores.topic().getOrDefault(order, List.of());
        return outbox(order, committed, rows)
                .or(() -> order(order, committed, events))
                .or(() -> events(order, rows, events))
                .or(() -> document(order, committed, rows, stores.index().get(order)));
    }

    private static Optional<String> outbox(UUID order, Committed committed, List<OutboxRow> rows) {
        String expected = committed.erased() ? "" + committed.version() : sequence(committed.version());
        String found = join(rows.stream().map(OutboxRow::version));
        if (!expected.equals(found)) {
            return Optional.of("outbox of order " + order + " holds versions " + found + ", expected " + expected);
        }
        JsonNode payload = rows.get(rows.size() - 1).payload();
        if (committed.erased() || payload == null) {
            return committed.erased() == (payload == null)
                    ? Optional.empty()
                    : Optional.of("outbox and tables disagree whether order " + order + " is erased");
        }
        return firstField(committed.state(), payload.path("state"))
                .map(field -> "outbox of order " + order + " differs from the tables: " + field);
    }

    /** Each version at least once; the first occurrences in order; nothing beyond what is committed; the current one last. */
    private static Optional<String> order(UUID order, Committed committed, List<Published> events) {
        List<Long> versions = events.stream().map(Published::version).toList();
        String expected = sequence(committed.version());
        if (!join(versions.stream().distinct()).equals(expected)) {
            return Optional.of("topic carries versions " + join(versions.stream()) + " of order " + order
                    + ", expected " + expected);
        }
        return versions.get(versions.size() - 1) == committed.version()
                ? Optional.empty()
                : Optional.of("topic ends with an old version of order " + order + ": " + join(versions.stream()));
    }

    private static Optional<String> events(UUID order, List<OutboxRow> rows, List<Published> events) {
        Map<Long, OutboxRow> byVersion = new HashMap<>();
        rows.forEach(row -> byVersion.put(row.version(), row));
        return events.stream()
                .map(event -> byVersion.containsKey(event.version())
                        ? event(order, byVersion.get(event.version()), event)
                        : eventBeforeErasure(order, event))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> event(UUID order, OutboxRow row, Published event) {
        String which = "event of order " + order + " at version " + event.version();
        if (!row.id().equals(event.id())) {
            return Optional.of(which + " has id " + event.id() + ", its outbox row " + row.id());
        }
        JsonNode payload = row.payload();
        JsonNode expected = payload == null
                ? null
                : PublicOrder.of(order, row.version(), payload.path("event"), payload.path("state"));
        if (expected == null || event.value() == null) {
            return Objects.equals(expected, event.value())
                    ? Optional.empty()
                    : Optional.of(which + " is " + (expected == null ? "no tombstone" : "a tombstone"));
        }
        return firstField(expected, event.value()).map(field -> which + " differs: " + field);
    }

    /** An erasure purges the rows before it, so that only the event's shape can be judged. */
    private static Optional<String> eventBeforeErasure(UUID order, Published event) {
        String which = "event of order " + order + " at version " + event.version() + ", before its erasure, ";
        if (event.value() == null) {
            return Optional.of(which + "is a tombstone");
        }
        TreeSet<String> names = new TreeSet<>();
        event.value().fieldNames().forEachRemaining(names::add);
        names.removeAll(PublicOrder.FIELDS);
        return names.isEmpty() ? Optional.empty() : Optional.of(which + "has fields that are not public: " + names);
    }

    private static Optional<String> document(UUID order, Committed committed, List<OutboxRow> rows, Document document) {
        if (document == null) {
            return Optional.of("document " + order + " is missing, committed is version " + committed.version());
        }
        if (document.version() != committed.version()) {
            return Optional.of("document " + order + " is at version " + document.version() + ", committed is "
                    + committed.version());
        }
        JsonNode expected = committed.erased()
                ? PublicOrder.stub(order, committed.version())
                : PublicOrder.of(order, committed.version(), factOfLast(rows), committed.state());
        return firstField(expected, document.source())
                .map(field -> "document " + order + " differs at version " + committed.version() + ": " + field);
    }

    private static JsonNode factOfLast(List<OutboxRow> rows) {
        return rows.get(rows.size() - 1).payload().path("event");
    }

    private static Optional<String> firstField(JsonNode expected, JsonNode found) {
        TreeSet<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        found.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !expected.path(name).equals(found.path(name)))
                .map(name -> name + " is " + found.path(name) + ", expected " + expected.path(name))
                .findFirst();
    }

    private static String sequence(long last) {
        return join(LongStream.rangeClosed(1, last).boxed());
    }

    private static String join(Stream<Long> versions) {
        return String.join(",", versions.map(String::valueOf).toList());
    }
}
