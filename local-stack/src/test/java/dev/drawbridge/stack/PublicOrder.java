package dev.drawbridge.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How an order looks in public, known without mapping and contract. */
final class PublicOrder {
    private static final Map<String, String> STATUS = Map.of(
            "CREATED", "draft",
            "PLACED", "placed",
            "PROCESSING", "processing",
            "IN_TRANSIT", "shipped",
            "DELIVERED", "delivered",
            "CANCELLED", "cancelled");

    static final Set<String> FIELDS = Set.of(
            "orderId",
            "version",
            "status",
            "customerName",
            "customerCity",
            "currency",
            "lines",
            "discount",
            "total",
            "carrier",
            "createdAt",
            "updatedAt",
            "change");

    private PublicOrder() {}

    static JsonNode stub(UUID order, long version) {
        return reread(TestStack.JSON
                .createObjectNode()
                .put("id", order.toString())
                .put("version", version)
                .put("erased", true));
    }

    /** The public order at a version, from the two parts of the internal payload. */
    static JsonNode of(UUID order, long version, JsonNode event, JsonNode state) {
        ObjectNode shape = TestStack.JSON
                .createObjectNode()
                .put("orderId", order.toString())
                .put("version", version);
        shape.put("status", STATUS.get(state.path("status").asText()));
        shape.set("customerName", state.path("customer").get("name"));
        shape.set("customerCity", state.path("customer").get("city"));
        shape.set("currency", state.get("currency"));
        ArrayNode lines = shape.putArray("lines");
        for (JsonNode line : state.path("lines")) {
            ObjectNode shown = lines.addObject();
            shown.set("lineNumber", line.get("number"));
            shown.set("productName", line.get("name"));
            shown.set("quantity", line.get("quantity"));
            shown.set("unitPrice", line.get("price"));
        }
        shape.set("discount", state.get("discount"));
        shape.set("total", state.get("total"));
        if (state.has("shipment")) {
            shape.set("carrier", state.get("shipment").get("carrier"));
        }
        shape.set("createdAt", state.get("createdAt"));
        shape.set("updatedAt", state.get("updatedAt"));
        if (event.has("reason")) {
            shape.putObject("change").set("reason", event.get("reason"));
        }
        return reread(shape);
    }

    /** A number written and read again is of the same kind as one that was only read. */
    private static JsonNode reread(JsonNode made) {
        try {
            return TestStack.JSON.readTree(made.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
