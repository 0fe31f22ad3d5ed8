package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.JsonReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the schema of the internal payload: the same subset of JSON Schema as contracts, and the internal event types. */
@Internal
public record PayloadSchemaReader(SourceFile file) {
    /** The keyword under which the internal event types are listed. */
    public static final String EVENT_TYPES = "x-event-types";

    private static final Set<String> ROOT_KEYWORDS = Set.of("$schema", "$id", "$comment", EVENT_TYPES);
    private static final Set<String> ROOTS = Set.of("event", "state");

    /** The schema; null, with findings reported, if it cannot be understood at all. */
    @Nullable
    public PayloadSchema read(String text) {
        SourceNode root = JsonReader.read(file, text);
        if (root == null) {
            return null;
        }
        ContractType type = TypeReader.ofPayload(file).read(root, ROOT_KEYWORDS);
        if (!(root instanceof MapNode block) || !(type instanceof ObjectType payload) || payload.nullable()) {
            file.report(
                    root.at(),
                    "the payload schema does not describe an object",
                    "a payload is one",
                    "Set \"type\": \"object\"");
            return null;
        }
        for (Property property : payload.properties().values()) {
            if (!ROOTS.contains(property.name())) {
                file.report(
                        property.at(),
                        LogSafeName.quoteName(property.name()) + " beside event and state",
                        "a payload holds the facts of a change and the state after it",
                        "Move it under one of them");
            }
        }
        return new PayloadSchema(payload, eventTypes(block));
    }

    private Map<String, SourcePosition> eventTypes(MapNode root) {
        Map<String, SourcePosition> types = new LinkedHashMap<>();
        SourceNode node = root.value(EVENT_TYPES);
        List<SourceNode> items = node instanceof Sequence sequence ? sequence.items() : List.of();
        for (SourceNode item : items) {
            if (item instanceof Scalar scalar && scalar.isText() && LogSafeName.isPlain(scalar.text())) {
                types.put(scalar.text(), scalar.at());
            } else {
                file.report(item.at(), "not an event type", "types are plain names", "Use A-Z a-z 0-9 _ . -");
            }
        }
        if (items.isEmpty()) {
            file.report(
                    node == null ? root.at() : node.at(),
                    "\"" + EVENT_TYPES + "\" lists no event type",
                    "nobody could tell which events still have no public name",
                    "List the internal event types");
        }
        return types;
    }
}
