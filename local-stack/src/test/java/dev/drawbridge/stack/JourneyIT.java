package dev.drawbridge.stack;

import static dev.drawbridge.stack.TestStack.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.stack.command.SearchCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One order from its creation to its erasure: row, event and document at each step, compared whole. */
@UsesStack
class JourneyIT {
    private static final String DATASCHEMA = "https://drawbridge.dev/contracts/orders/order.v1.schema.json";

    private final UUID order = UUID.randomUUID();

    @Test
    void anOrderTravelsFromCommandToDocumentAndIsErased(TestStack stack) throws Exception {
        assertThat(stack.command(
                        order,
                        "create",
                        "{\"customerName\":\"Zoë Ünal\",\"customerCity\":\"Malmö\",\"staffNote\":\"calls often\"}"))
                .isEqualTo(1);
        assertStep(stack, 1, "order-created", """
                {"orderId":"%s","version":1,"status":"draft","customerName":"Zoë Ünal","customerCity":"Malmö",\
                "currency":"EUR","lines":[],"discount":0.00,"total":0.00,"createdAt":"CREATED","updatedAt":"UPDATED"}""");

        assertThat(stack.command(
                        order,
                        "add-line",
                        "{\"productName\":\"Brass kettle\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}"))
                .isEqualTo(2);
        assertStep(stack, 2, "order-changed", """
                {"orderId":"%s","version":2,"status":"draft","customerName":"Zoë Ünal","customerCity":"Malmö",\
                "currency":"EUR","lines":[{"lineNumber":2,"productName":"Brass kettle","quantity":2,"unitPrice":19.90}],"discount":0.00,"total":39.80,\
                "createdAt":"CREATED","updatedAt":"UPDATED"}""");
        assertFoundBySearch(stack, "kettle", 1);
        assertThat(SearchCommand.search(stack.stack.elasticsearch.access("search"), TestStack.ALIAS, "zoë kettle")
                        .toString())
                .as("words of two fields, as ./drawbridge search asks")
                .contains(order.toString());
        assertThat(SearchCommand.search(stack.stack.elasticsearch.access("search"), TestStack.ALIAS, "zoë teapot")
                        .toString())
                .doesNotContain(order.toString());

        assertThat(stack.command(order, "cancel", "{\"reason\":\"changed my mind\"}"))
                .isEqualTo(3);
        assertStep(stack, 3, "order-cancelled", """
                {"orderId":"%s","version":3,"status":"cancelled","customerName":"Zoë Ünal","customerCity":"Malmö",\
                "currency":"EUR","lines":[{"lineNumber":2,"productName":"Brass kettle","quantity":2,"unitPrice":19.90}],"discount":0.00,"total":39.80,\
                "createdAt":"CREATED","updatedAt":"UPDATED","change":{"reason":"changed my mind"}}""");

        assertThat(stack.command(order, "erase", "{}")).isEqualTo(4);
        assertErased(stack);
        assertFoundBySearch(stack, "kettle", 0);
        assertTheAliasHidesTheStub(stack);
    }

    @Test
    void theSlotIsConfirmedBehindTheEventsSoThatWalCanGo(TestStack stack) throws Exception {
        String before = lsn(stack, "select pg_current_wal_lsn()");
        stack.command(order, "create", "{\"customerName\":\"Zoë Ünal\",\"customerCity\":\"Malmö\"}");
        await("confirmed_flush_lsn beyond " + before)
                .atMost(Duration.ofSeconds(30))
                .until(() -> lsn(
                                stack,
                                "select confirmed_flush_lsn > '" + before
                                        + "' from pg_replication_slots where slot_name = 'drawbridge_orders'")
                        .equals("t"));
    }

    private static String lsn(TestStack stack, String query) throws Exception {
        try (var connection = stack.database("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void everyStepOfAnOrdersLifeIsPublished(TestStack stack) throws Exception {
        stack.command(order, "create", "{\"customerName\":\"Zoë Ünal\",\"customerCity\":\"Malmö\"}");
        stack.command(order, "add-line", "{\"productName\":\"Lamp\",\"quantity\":1,\"unitPrice\":5,\"unitCost\":1}");
        stack.command(order, "add-line", "{\"productName\":\"Desk\",\"quantity\":1,\"unitPrice\":20,\"unitCost\":9}");
        stack.command(order, "remove-line", "{\"lineNumber\":2}");
        stack.command(order, "apply-coupon", "{\"code\":\"TEN\",\"percentOff\":10}");
        stack.command(order, "place", "{}");
        stack.command(order, "start-processing", "{}");
        stack.command(order, "ship", "{\"carrier\":\"Blue Parcel\",\"trackingNumber\":\"BP-1\"}");
        stack.command(order, "deliver", "{}");

        assertStep(stack, 9, "order-delivered", """
                {"orderId":"%s","version":9,"status":"delivered","customerName":"Zoë Ünal","customerCity":"Malmö",\
                "currency":"EUR","lines":[{"lineNumber":3,"productName":"Desk","quantity":1,"unitPrice":20.00}],\
                "discount":2.00,"total":18.00,"carrier":"Blue Parcel","createdAt":"CREATED","updatedAt":"UPDATED"}""");
        assertThat(stack.topic("orders.public.v1").events(order.toString()))
                .extracting(event -> event.headers().get("ce_type").replaceAll("com.example.orders.order-|.v1", ""))
                .containsExactly(
                        "created",
                        "changed",
                        "changed",
                        "changed",
                        "changed",
                        "placed",
                        "changed",
                        "shipped",
                        "delivered");
    }

    private void assertStep(TestStack stack, long version, String type, String expected) throws Exception {
        JsonNode document = awaitVersion(stack, version);
        List<Topic.Event> events = stack.topic("orders.public.v1").events(order.toString());
        assertThat(events).hasSize((int) version);
        Topic.Event event = events.get(events.size() - 1);
        JsonNode data = JSON.readTree(event.value());
        // The two instants are the clock's; everything else is known, to the byte.
        String whole = expected.formatted(order)
                .replace("CREATED", data.get("createdAt").asText())
                .replace("UPDATED", data.get("updatedAt").asText());
        assertThat(event.value()).isEqualTo(whole);
        assertThat(document.get("_source").toString())
                .isEqualTo(JSON.readTree(whole).toString());
        assertThat(event.headers())
                .isEqualTo(headers(event, version, type, data.get("updatedAt").asText()));
    }

    private Map<String, String> headers(Topic.Event event, long version, String type, String time) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.headers().get("ce_id"));
        headers.put("ce_source", "/orders");
        headers.put("ce_type", "com.example.orders." + type + ".v1");
        headers.put("ce_subject", order.toString());
        // The same instant; PostgreSQL leaves out trailing zeros of the fraction.
        assertThat(Instant.parse(event.headers().get("ce_time"))).isEqualTo(Instant.parse(time));
        headers.put("ce_time", event.headers().get("ce_time"));
        headers.put("ce_dataschema", DATASCHEMA);
        headers.put("ce_aggregateversion", String.valueOf(version));
        assertThat(UUID.fromString(event.headers().get("ce_id")).version()).isEqualTo(7);
        return headers;
    }

    private void assertErased(TestStack stack) throws Exception {
        JsonNode stub = awaitVersion(stack, 4);
        assertThat(stub.get("_source").toString())
                .isEqualTo("{\"id\":\"%s\",\"version\":4,\"erased\":true}".formatted(order));
        Topic.Event event =
                stack.topic("orders.public.v1").events(order.toString()).get(3);
        assertThat(event.value()).isNull();
        assertThat(event.headers())
                .isEqualTo(headers(event, 4, "order-erased", event.headers().get("ce_time")));
    }

    private JsonNode awaitVersion(TestStack stack, long version) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> stack.document(order),
                        document -> document.path("_version").asLong() == version);
    }

    /** Once the stub can be found in the index itself, it must not be found through the alias. */
    private void assertTheAliasHidesTheStub(TestStack stack) throws Exception {
        String query = "/_search?q=_id:" + order + "+AND+erased:true";
        await().atMost(Duration.ofSeconds(10)).until(() -> hits(stack, "admin", "/" + TestStack.INDEX + query) == 1);
        assertThat(hits(stack, "search", "/" + TestStack.ALIAS + query)).isZero();
        assertThat(hits(stack, "search", "/" + TestStack.ALIAS + "/_search?q=_id:" + order))
                .isZero();
    }

    private static int hits(TestStack stack, String user, String path) throws Exception {
        return JSON.readTree(stack.elasticsearch(user, "GET", path, null).body())
                .at("/hits/total/value")
                .asInt(-1);
    }

    private void assertFoundBySearch(TestStack stack, String word, int hits) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            String path = "/" + TestStack.ALIAS + "/_search?q=lines.productName:" + word + "+AND+orderId:" + order;
            JsonNode answer = JSON.readTree(
                    stack.elasticsearch("search", "GET", path, null).body());
            assertThat(answer.at("/hits/total/value").asInt(-1)).isEqualTo(hits);
        });
    }
}
