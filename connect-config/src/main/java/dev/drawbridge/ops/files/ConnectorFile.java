package dev.drawbridge.ops.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connector as Connect's REST API takes it: a name and a flat configuration, read from a JSON file of the same shape.
 * A value <code>{{bundle:a,b}}</code> becomes a JSON object of those sibling files' texts, so that what is deployed is
 * whole in itself and a rollback is real.
 */
public record ConnectorFile(String name, Map<String, String> config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUNDLE = "{{bundle:";

    public ConnectorFile {
        config = Map.copyOf(config);
    }

    /** @throws ActionRequiredException when the file is missing, not of this shape, or asks for an unknown placeholder */
    public static ConnectorFile read(Path file, Placeholders environment) {
        try {
            JsonNode root = JSON.readTree(text(file));
            if (!root.path("name").isTextual() || !root.path("config").isObject()) {
                throw new ActionRequiredException(
                        file + " is not a connector: it needs \"name\" and an object \"config\".");
            }
            Map<String, String> config = new TreeMap<>();
            root.get("config").properties().forEach(entry -> {
                String where = file + ", " + entry.getKey() + ",";
                if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                    throw new ActionRequiredException(
                            where + " is null, an array or an object: options are texts, numbers or"
                                    + " true and false. Write its value, or take the option out.");
                }
                String value = entry.getValue().asText();
                config.put(
                        entry.getKey(),
                        value.startsWith(BUNDLE) ? bundle(file, value) : environment.fill(value, where));
            });
            return new ConnectorFile(root.get("name").asText(), config);
        } catch (JsonProcessingException e) {
            throw new ActionRequiredException(file + " is not JSON: " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ".");
        }
    }

    /** This connector with some options replaced or added. */
    public ConnectorFile with(Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(config);
        changed.putAll(changes);
        return new ConnectorFile(name, changed);
    }

    private static String bundle(Path file, String value) {
        ObjectNode bundle = JSON.createObjectNode();
        if (!value.endsWith("}}")) {
            throw new ActionRequiredException(
                    file + " has a value that begins with " + BUNDLE + " and does not end with }}.");
        }
        String names = value.substring(BUNDLE.length(), value.length() - "}}".length());
        for (String name : names.split(",", -1)) {
            bundle.put(name.trim(), text(file.resolveSibling(name.trim())));
        }
        return bundle.toString();
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ActionRequiredException("Cannot read " + file + ": " + e.getMessage());
        }
    }
}
