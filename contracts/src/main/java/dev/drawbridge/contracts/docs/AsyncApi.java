package dev.drawbridge.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import java.util.Locale;

/** The AsyncAPI 3 document of a topic: one message for each public event type. */
final class AsyncApi {
    private AsyncApi() {}

    static ObjectNode of(CompiledContract contract, JsonNode schema, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", schema.path("title").asText())
                .put("version", version)
                .put("description", schema.path("description").asText());
        document.put("defaultContentType", "application/json");
        String channel = contract.context();
        ObjectNode topic = document.putObject("channels").putObject(channel).put("address", contract.topic());
        ObjectNode channelMessages = topic.putObject("messages");
        ArrayNode operationMessages = operation(document, channel);
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        for (EventType type : contract.eventTypes()) {
            String name = messageName(type);
            if (messages.has(name)) {
                continue;
            }
            messages.set(name, message(type));
            channelMessages.putObject(name).put("$ref", "#/components/messages/" + name);
            operationMessages.addObject().put("$ref", "#/channels/" + channel + "/messages/" + name);
        }
        ObjectNode schemas = components.putObject("schemas");
        schemas.set("data", schema);
        schemas.set("headers", headers(contract));
        return document;
    }

    private static ArrayNode operation(ObjectNode document, String channel) {
        ObjectNode operation =
                document.putObject("operations").putObject("receive").put("action", "receive");
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
        return operation.putArray("messages");
    }

    private static ObjectNode message(EventType type) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("name", type.ceType());
        message.put("contentType", "application/json");
        message.putObject("headers").put("$ref", "#/components/schemas/headers");
        if (type.erasure()) {
            message.put("summary", "The subject was erased: the record has no value. Forget all of it.");
            message.putObject("payload").put("type", "null");
        } else {
            message.putObject("payload").put("$ref", "#/components/schemas/data");
        }
        return message;
    }

    private static ObjectNode headers(CompiledContract contract) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode().put("type", "object");
        ArrayNode required = headers.putArray("required");
        ObjectNode properties = headers.putObject("properties");
        for (EventHeader header : EventHeader.of(contract)) {
            properties.putObject(header.name()).put("type", "string").put("description", header.meaning());
            if (header.always()) {
                required.add(header.name());
            }
        }
        return headers;
    }

    /** The last part of the type that is not its version, as a name. */
    private static String messageName(EventType type) {
        String[] parts = type.ceType().split("\\.", -1);
        String last = parts[parts.length - 1].matches("v\\d+") ? parts[parts.length - 2] : parts[parts.length - 1];
        StringBuilder name = new StringBuilder();
        for (String word : last.split("-", -1)) {
            name.append(capital(word));
        }
        return name.toString();
    }

    private static String capital(String word) {
        return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
