package dev.drawbridge.contracts.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.mapping.ContractBundle;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;

/** A contract, a mapping and a payload schema that fit, all made up, with payloads full of canaries in what is private. */
final class RandomContract {
    static final String CANARY = "c4n4ry";
    static final String CANARY_DIGITS = "77770777707";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;
    private final ObjectNode contract = object(true);
    private final ObjectNode payloadState = object(false);
    private final ObjectNode data = JSON.objectNode();
    private final ArrayNode secrets = JSON.arrayNode();
    private int names;

    RandomContract(long seed) {
        random = new Random(seed);
        contract.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        contract.put("$id", "https://example.com/random").put("title", "Random");
        property(contract, "id", JSON.objectNode().put("type", "string"), true);
        data.put("id", "aggregateid");
        fill(contract, payloadState, data, "state.", 0);
    }

    ContractBundle bundle() {
        ObjectNode payload = object(false);
        payload.putArray("x-event-types").add("Changed");
        property(payload, "state", payloadState, true);
        ObjectNode mapping = JSON.objectNode();
        mapping.put("context", "random").put("source", "/random").put("topic", "random.public.v1");
        mapping.put("contract", "random.json").put("payload", "payload.json");
        mapping.putObject("from")
                .put("aggregatetype", "thing")
                .putArray("payloadversion")
                .add(1);
        mapping.putObject("types").put("Changed", "com.example.random.changed.v1");
        mapping.set("data", data);
        mapping.set("private", secrets);
        ObjectNode files = JSON.objectNode();
        files.put("mapping.yaml", mapping.toPrettyString());
        files.put("random.json", contract.toPrettyString());
        files.put("payload.json", payload.toPrettyString());
        return ContractBundle.parse(files.toString());
    }

    String schema() {
        return contract.toString();
    }

    /** A row whose payload the payload schema allows. */
    SampleRow row() {
        ObjectNode payload = JSON.objectNode();
        payload.set("state", value(payloadState, "state"));
        return new SampleRow(
                "e-" + random.nextInt(1000),
                "thing",
                "t-" + random.nextInt(1000),
                1 + random.nextInt(1000),
                "Changed",
                1,
                payload.toString(),
                "2026-11-24T05:00:00.123456Z",
                Map.of());
    }

    private void fill(ObjectNode outer, ObjectNode inner, ObjectNode mapping, String path, int depth) {
        int fields = 1 + random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            field(outer, inner, mapping, path, depth);
        }
        String secret = "s" + names++;
        property(inner, secret, scalar(pick("string", "integer", "number")), random.nextBoolean());
        secrets.add(path.replace("[]", "") + secret);
    }

    private void field(ObjectNode outer, ObjectNode inner, ObjectNode mapping, String path, int depth) {
        String name = "p" + names;
        String source = "i" + names++;
        boolean always = random.nextBoolean();
        String here = path.contains("[]") ? relative(path, source) : path + source;
        switch (random.nextInt(depth > 2 ? 4 : 6)) {
            case 0 -> {
                property(inner, source, enumeration("A", "B"), always);
                property(outer, name, enumeration("a", "b"), always);
                ObjectNode translated = mapping.putObject(name).put("path", here);
                translated.putObject("values").put("A", "a").put("B", "b");
            }
            case 1 -> {
                property(inner, source, scalar("string"), false);
                property(outer, name, scalar("string"), true);
                ArrayNode choice = mapping.putObject(name).putArray("coalesce");
                choice.add(here).addObject().put("constant", "none");
            }
            case 2, 3 -> {
                String type = pick("string", "integer", "number", "boolean", "date-time");
                boolean nullable = random.nextBoolean();
                property(inner, source, nullable(scalar(type), nullable), always);
                property(outer, name, nullable(scalar(type), nullable), always && random.nextBoolean());
                mapping.put(name, here);
            }
            case 4 -> {
                ObjectNode items = object(false);
                ObjectNode published = object(true);
                ObjectNode each = JSON.objectNode();
                fill(published, items, each, path + source + "[].", depth + 1);
                property(inner, source, JSON.objectNode().put("type", "array").set("items", items), true);
                property(outer, name, JSON.objectNode().put("type", "array").set("items", published), true);
                mapping.putObject(name).put("each", here).set("map", each);
            }
            default -> {
                ObjectNode nested = object(false);
                fill(outer, nested, mapping, path + source + ".", depth + 1);
                property(inner, source, nested, true);
            }
        }
    }

    /** Paths in lists start from the element of the innermost list. */
    private static String relative(String path, String source) {
        return path.substring(path.lastIndexOf("[].") + 3) + source;
    }

    private JsonNode value(JsonNode schema, String name) {
        JsonNode type = schema.get("type");
        if (type.isArray()) {
            return random.nextInt(3) == 0
                    ? JSON.nullNode()
                    : value(
                            ((ObjectNode) schema.deepCopy())
                                    .put("type", type.get(0).asText()),
                            name);
        }
        boolean secret = name.startsWith("s") && !name.equals("state");
        return switch (type.asText()) {
            case "object" -> objectValue(schema);
            case "array" -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(schema.get("items"), "item"));
                }
                yield list;
            }
            case "integer" ->
                JSON.numberNode(secret ? Long.parseLong(CANARY_DIGITS) : random.nextLong() >> random.nextInt(60));
            case "number" ->
                JSON.numberNode(
                        secret
                                ? new BigDecimal(CANARY_DIGITS + ".5")
                                : BigDecimal.valueOf(random.nextInt(), random.nextInt(9)));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.textNode(secret ? CANARY : text(schema));
        };
    }

    private String text(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(2)).asText();
        }
        return schema.has("format")
                ? "2026-11-24T05:00:0" + random.nextInt(10) + "Z"
                : pick("", "plain", "Köln \"quoted\" \\ / \n", "\u0000", "𝄞", "</script>");
    }

    private ObjectNode objectValue(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        schema.get("properties").properties().forEach(property -> {
            boolean required = false;
            for (JsonNode name : schema.get("required")) {
                required |= name.asText().equals(property.getKey());
            }
            if (required || random.nextBoolean()) {
                object.set(property.getKey(), value(property.getValue(), property.getKey()));
            }
        });
        return object;
    }

    private static ObjectNode object(boolean described) {
        ObjectNode object = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        if (described) {
            object.put("description", "An object.");
        }
        object.putArray("required");
        object.putObject("properties");
        return object;
    }

    private static void property(ObjectNode object, String name, ObjectNode type, boolean required) {
        object.withObject("/properties").set(name, type.deepCopy().put("description", "A property."));
        if (required) {
            ((ArrayNode) object.get("required")).add(name);
        }
    }

    private static ObjectNode scalar(String type) {
        return type.equals("date-time")
                ? JSON.objectNode().put("type", "string").put("format", type)
                : JSON.objectNode().put("type", type);
    }

    private static ObjectNode nullable(ObjectNode scalar, boolean nullable) {
        if (nullable) {
            String type = scalar.get("type").asText();
            scalar.putArray("type").add(type).add("null");
        }
        return scalar;
    }

    private static ObjectNode enumeration(String first, String second) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        schema.putArray("enum").add(first).add(second);
        return schema;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
