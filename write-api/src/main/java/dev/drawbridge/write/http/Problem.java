package dev.drawbridge.write.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A problem as RFC 9457 has it. Immutable.
 *
 * @param name the last part of its type URI, which programs may rely on
 * @param title the same for every problem of the type
 * @param detail what is the matter this time, and what to do; never a value from the request
 */
record Problem(int status, String name, String title, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPES = "https://drawbridge.dev/problems/";

    String type() {
        return TYPES + name;
    }

    String toJson() {
        return toTree().toString();
    }

    ObjectNode toTree() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type())
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }
}
