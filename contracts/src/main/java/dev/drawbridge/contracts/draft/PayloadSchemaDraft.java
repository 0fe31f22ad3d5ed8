package dev.drawbridge.contracts.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.type.ContractReader;
import dev.drawbridge.contracts.type.PayloadSchemaReader;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Drafts the schema of a payload from samples, for its team to review: what always was there is required, what was always of
 * a format has it. It guesses no enums, and holds no value of any sample. Not thread-safe.
 */
public final class PayloadSchemaDraft {
    private static final JsonMapper JSON = new JsonMapper();

    private final Shape root = new Shape();
    private final Set<String> eventTypes = new TreeSet<>();

    /** What has been seen at one place. */
    private static final class Shape {
        private final Set<String> types = new TreeSet<>();
        private final Map<String, Shape> properties = new LinkedHashMap<>();
        private final Map<String, Integer> seen = new LinkedHashMap<>();
        private int objects;
        private int texts;
        private int instants;
        private Shape[] items = {};
    }

    /** Adds the event type of a row, with or without a payload. */
    public void addType(String type) {
        eventTypes.add(type);
    }

    /**
     * Adds a payload.
     *
     * @throws IllegalArgumentException if it is not JSON; the message does not quote it
     */
    public void addPayload(String payload) {
        try {
            look(root, JSON.readTree(payload));
        } catch (JsonProcessingException withheld) {
            throw new IllegalArgumentException("A payload is not JSON");
        }
    }

    /** The draft, as text. */
    public String text() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", ContractReader.DIALECT);
        schema.put("$comment", "Private. Drafted from samples: check types, required and enums before relying on it.");
        eventTypes.forEach(schema.putArray(PayloadSchemaReader.EVENT_TYPES)::add);
        schema.setAll(schema(root));
        return schema.toPrettyString() + "\n";
    }

    private static void look(Shape shape, JsonNode value) {
        shape.types.add(type(value));
        if (value.isObject()) {
            shape.objects++;
            value.properties().forEach(property -> {
                shape.seen.merge(property.getKey(), 1, Integer::sum);
                look(shape.properties.computeIfAbsent(property.getKey(), name -> new Shape()), property.getValue());
            });
        } else if (value.isArray()) {
            if (shape.items.length == 0) {
                shape.items = new Shape[] {new Shape()};
            }
            value.forEach(item -> look(shape.items[0], item));
        } else if (value.isTextual()) {
            shape.texts++;
            shape.instants += StringFormat.DATE_TIME.matches(value.textValue()) ? 1 : 0;
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
            default -> "string";
        };
    }

    private static ObjectNode schema(Shape shape) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        Set<String> types = new TreeSet<>(shape.types);
        if (types.contains("number")) {
            types.remove("integer");
        }
        boolean nullable = types.remove("null");
        if (types.isEmpty()) {
            types.add("string");
        }
        if (types.size() == 1 && !nullable) {
            schema.put("type", types.iterator().next());
        } else {
            ArrayNode several = schema.putArray("type");
            Stream.concat(types.stream(), nullable ? Stream.of("null") : Stream.empty())
                    .forEach(several::add);
        }
        if (types.contains("object")) {
            object(shape, schema);
        }
        if (types.contains("array")) {
            schema.set("items", shape.items.length == 0 ? schema(new Shape()) : schema(shape.items[0]));
        }
        if (types.contains("string") && shape.texts > 0 && shape.instants == shape.texts) {
            schema.put("format", "date-time");
        }
        return schema;
    }

    private static void object(Shape shape, ObjectNode schema) {
        schema.put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        shape.properties.forEach((name, inner) -> {
            if (Integer.valueOf(shape.objects).equals(shape.seen.get(name))) {
                required.add(name);
            }
            properties.set(name, schema(inner));
        });
    }
}
