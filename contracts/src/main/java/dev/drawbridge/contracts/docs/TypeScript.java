package dev.drawbridge.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** TypeScript types of an event's data. */
final class TypeScript {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    private TypeScript() {}

    static String of(CompiledContract contract, ObjectNode schema) {
        String types = contract.eventTypes().stream()
                .map(EventType::ceType)
                .distinct()
                .map(type -> "\n  | \"" + type + "\"")
                .collect(Collectors.joining());
        return "// " + schema.path("title").asText() + ". Made from " + contract.contractFile() + "; do not edit.\n\n"
                + "/** ce_type of the events of topic " + contract.topic() + ". */\n"
                + "export type EventType =" + types + ";\n\n"
                + comment(schema, "")
                + "export interface Data " + object(schema, "") + "\n";
    }

    private static String object(JsonNode schema, String indent) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        StringBuilder text = new StringBuilder("{\n");
        String inner = indent + "  ";
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            text.append(comment(property.getValue(), inner))
                    .append(inner)
                    .append(IDENTIFIER.matcher(name).matches() ? name : "\"" + name + "\"")
                    .append(required.contains(name) ? ": " : "?: ")
                    .append(type(property.getValue(), inner))
                    .append(";\n");
        }
        return text.append(indent).append('}').toString();
    }

    private static String type(JsonNode schema, String indent) {
        JsonNode type = schema.path("type");
        String name = type.isArray() ? type.path(0).asText() : type.asText();
        String suffix = type.isArray() ? " | null" : "";
        String text =
                switch (name) {
                    case "object" -> object(schema, indent);
                    case "array" -> "Array<" + type(schema.path("items"), indent) + ">";
                    case "integer", "number" -> "number";
                    case "boolean" -> "boolean";
                    default -> string(schema);
                };
        return text + suffix;
    }

    private static String string(JsonNode schema) {
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(value -> {
            if (value.isTextual()) {
                values.add(value.toString());
            }
        });
        return values.isEmpty() ? "string" : String.join(" | ", values);
    }

    private static String comment(JsonNode schema, String indent) {
        String text = schema.path("description").asText().replace("*/", "* /");
        return text.isEmpty() ? "" : indent + "/** " + text + " */\n";
    }
}
