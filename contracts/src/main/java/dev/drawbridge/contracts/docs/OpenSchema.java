package dev.drawbridge.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The contract for consumers: open, so that a property added later does not break whoever validates. */
final class OpenSchema {
    private OpenSchema() {}

    static ObjectNode of(ObjectNode closed) {
        ObjectNode open = closed.deepCopy();
        openUp(open);
        return open;
    }

    private static void openUp(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("additionalProperties");
            object.path("properties").forEach(OpenSchema::openUp);
            openUp(object.path("items"));
        }
    }
}
