package dev.drawbridge.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A problem as RFC 9457 has it. Immutable.
 *
 * @param name the last part of its type URI, which programs may rely on
 * @param title the same for every problem of the type
 * @param detail the problem and the remedy; never a value from the request
 */
public record Problem(int status, String name, String title, String detail) {
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPES = "https://drawbridge.dev/problems/";

    public String type() {
        return TYPES + name;
    }

    public String toJson() {
        return toTree().toString();
    }

    public ObjectNode toTree() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type())
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }
}
