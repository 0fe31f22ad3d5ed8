package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.stack.Stores.Committed;
import dev.drawbridge.stack.Stores.Document;
import dev.drawbridge.stack.Stores.OutboxRow;
import dev.drawbridge.stack.Stores.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The judge is judged: stores that agree pass, and each way in which they can disagree is seen and named. */
class ConsistencyTest {
    private static final UUID LIVING = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID ERASED = UUID.fromString("00000000-0000-7000-8000-000000000002");

    private final Map<UUID, Committed> tables = new HashMap<>();
    private final Map<UUID, List<OutboxRow>> outbox = new HashMap<>();
    private final Map<UUID, List<Published>> topic = new HashMap<>();
    private final Map<UUID, Document> index = new HashMap<>();

    /** A living order at version 3 and one erased at version 2, as they should be everywhere. */
    ConsistencyTest() {
        tables.put(LIVING, new Committed(3, state("CANCELLED", "2.50")));
        outbox.put(
                LIVING,
                rows(
                        new OutboxRow("a1", 1, payload("{}", state("CREATED", "0.00"))),
                        new OutboxRow("a2", 2, payload("{}", state("CREATED", "2.50"))),
                        new OutboxRow("a3", 3, payload("{\"reason\":\"why\"}", state("CANCELLED", "2.50")))));
        topic.put(
                LIVING,
                events(
                        new Published("a1", 1, shape(1, "draft", "0.00")),
                        new Published("a2", 2, shape(2, "draft", "2.50")),
                        new Published("a3", 3, cancelled())));
        index.put(LIVING, new Document(3, cancelled()));

        tables.put(ERASED, new Committed(2, null));
        outbox.put(ERASED, rows(new OutboxRow("b2", 2, null)));
        topic.put(ERASED, events(new Published("b1", 1, json("{\"orderId\":\"gone\"}")), new Published("b2", 2, null)));
        index.put(ERASED, new Document(2, json("{\"id\":\"" + ERASED + "\",\"version\":2,\"erased\":true}")));
    }

    @Test
    void agreeingStoresHaveNoDifference() {
        assertThat(difference()).isEqualTo("none");
    }

    @Test
    void eventsDeliveredTwiceAreNoDifference() {
        List<Published> events = topic.get(LIVING);
        topic.put(LIVING, events(events.get(0), events.get(1), events.get(0), events.get(1), events.get(2)));
        assertThat(difference()).isEqualTo("none");
    }

    @Test
    void aMissingOrderIsSeen() {
        tables.remove(LIVING);
        assertThat(difference()).isEqualTo("order " + LIVING + " is not in the table orders");
    }

    @Test
    void aMissingOutboxRowIsSeen() {
        outbox.get(LIVING).remove(1);
        assertThat(difference()).isEqualTo("outbox of order " + LIVING + " holds versions 1,3, expected 1,2,3");
    }

    @Test
    void anOutboxRowThatOutlivedAnErasureIsSeen() {
        outbox.get(ERASED).add(0, new OutboxRow("b1", 1, payload("{}", state("CREATED", "0.00"))));
        assertThat(difference()).isEqualTo("outbox of order " + ERASED + " holds versions 1,2, expected 2");
    }

    @Test
    void anOutboxRowThatTellsAnotherStateThanTheTablesIsSeen() {
        tables.put(LIVING, new Committed(3, state("CANCELLED", "3.00")));
        assertThat(difference())
                .isEqualTo("outbox of order " + LIVING + " differs from the tables: total is 2.50, expected 3.00");
    }

    @Test
    void anAmountIsComparedToItsLastDigit() {
        tables.put(LIVING, new Committed(3, state("CANCELLED", "2.5000000000000000001")));
        assertThat(difference())
                .isEqualTo("outbox of order " + LIVING
                        + " differs from the tables: total is 2.50, expected 2.5000000000000000001");
    }

    @Test
    void aMissingVersionIsSeen() {
        topic.get(LIVING).remove(1);
        assertThat(difference()).isEqualTo("topic carries versions 1,3 of order " + LIVING + ", expected 1,2,3");
    }

    @Test
    void versionsOutOfOrderAreSeen() {
        topic.get(LIVING).add(0, topic.get(LIVING).remove(1));
        assertThat(difference()).isEqualTo("topic carries versions 2,1,3 of order " + LIVING + ", expected 1,2,3");
    }

    @Test
    void aVersionThatWasNeverCommittedIsSeen() {
        topic.get(LIVING).add(new Published("a4", 4, cancelled()));
        assertThat(difference()).isEqualTo("topic carries versions 1,2,3,4 of order " + LIVING + ", expected 1,2,3");
    }

    @Test
    void anOldVersionPublishedLastIsSeen() {
        topic.get(LIVING).add(topic.get(LIVING).get(1));
        assertThat(difference()).isEqualTo("topic ends with an old version of order " + LIVING + ": 1,2,3,2");
    }

    @Test
    void anEventOfAnotherRowIsSeen() {
        topic.get(LIVING).set(1, new Published("x", 2, shape(2, "draft", "2.50")));
        assertThat(difference()).isEqualTo("event of order " + LIVING + " at version 2 has id x, its outbox row a2");
    }

    @Test
    void anEventThatTellsAnotherStateThanItsRowIsSeen() {
        topic.get(LIVING).set(1, new Published("a2", 2, shape(2, "draft", "9.00")));
        assertThat(difference())
                .isEqualTo("event of order " + LIVING + " at version 2 differs: total is 9.00, expected 2.50");
    }

    @Test
    void anErasureThatIsNoTombstoneIsSeen() {
        topic.get(ERASED).set(1, new Published("b2", 2, shape(2, "draft", "0.00")));
        assertThat(difference()).isEqualTo("event of order " + ERASED + " at version 2 is no tombstone");
    }

    @Test
    void aTombstoneBeforeTheErasureIsSeen() {
        topic.get(ERASED).set(0, new Published("b1", 1, null));
        assertThat(difference())
                .isEqualTo("event of order " + ERASED + " at version 1, before its erasure, is a tombstone");
    }

    @Test
    void aPrivateFieldBeforeTheErasureIsSeen() {
        topic.get(ERASED).set(0, new Published("b1", 1, json("{\"orderId\":\"gone\",\"margin\":1}")));
        assertThat(difference())
                .isEqualTo("event of order " + ERASED
                        + " at version 1, before its erasure, has fields that are not public: [margin]");
    }

    @Test
    void aMissingDocumentIsSeen() {
        index.remove(LIVING);
        assertThat(difference()).isEqualTo("document " + LIVING + " is missing, committed is version 3");
    }

    @Test
    void aStaleDocumentIsSeen() {
        index.put(LIVING, new Document(2, shape(2, "draft", "2.50")));
        assertThat(difference()).isEqualTo("document " + LIVING + " is at version 2, committed is 3");
    }

    @Test
    void aWrongFieldIsSeen() {
        ((ObjectNode) index.get(LIVING).source()).put("customerCity", "Elsewhere");
        assertThat(difference())
                .isEqualTo("document " + LIVING
                        + " differs at version 3: customerCity is \"Elsewhere\", expected \"Graz\"");
    }

    @Test
    void aPrivateFieldIsSeen() {
        ((ObjectNode) index.get(LIVING).source()).put("margin", 1);
        assertThat(difference()).isEqualTo("document " + LIVING + " differs at version 3: margin is 1, expected ");
    }

    @Test
    void aResurrectedOrderIsSeen() {
        index.put(ERASED, new Document(2, shape(2, "draft", "0.00")));
        assertThat(difference())
                .isEqualTo("document " + ERASED + " differs at version 2: createdAt is \"2026\", expected ");
    }

    private String difference() {
        return Consistency.firstDifference(new Stores(tables, outbox, topic, index), List.of(LIVING, ERASED))
                .orElse("none");
    }

    private static JsonNode state(String status, String total) {
        return json("""
                {"status":"%s","customer":{"name":"Ada","city":"Graz"},"currency":"EUR","discount":0.00,"total":%s,"margin":1.00,
                 "riskScore":3,"staffNotes":[],"createdAt":"2026","updatedAt":"2027",
                 "lines":[{"number":1,"name":"Kettle","quantity":1,"price":2.50,"unitCost":1.50}]}""".formatted(status, total));
    }

    private static JsonNode payload(String event, JsonNode state) {
        ObjectNode payload = TestStack.JSON.createObjectNode();
        payload.set("event", json(event));
        payload.set("state", state);
        return payload;
    }

    private static ObjectNode shape(long version, String status, String total) {
        return (ObjectNode) json("""
                {"orderId":"%s","version":%d,"status":"%s","customerName":"Ada","customerCity":"Graz","currency":"EUR",
                 "lines":[{"lineNumber":1,"productName":"Kettle","quantity":1,"unitPrice":2.50}],"discount":0.00,"total":%s,"createdAt":"2026",
                 "updatedAt":"2027"}""".formatted(LIVING, version, status, total));
    }

    private static ObjectNode cancelled() {
        ObjectNode shape = shape(3, "cancelled", "2.50");
        shape.putObject("change").put("reason", "why");
        return shape;
    }

    private static JsonNode json(String text) {
        try {
            return TestStack.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<OutboxRow> rows(OutboxRow... rows) {
        return new ArrayList<>(List.of(rows));
    }

    private static List<Published> events(Published... events) {
        return new ArrayList<>(List.of(events));
    }
}
