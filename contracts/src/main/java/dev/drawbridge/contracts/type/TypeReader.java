package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractType.ArrayType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the types of a contract. Whatever it does not know is a finding: a keyword ignored would be a promise not kept. */
final class TypeReader {
    private static final Set<String> DESCRIBING = Set.of("type", "title", "description", "examples");
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items"),
            "string", Set.of("format", "enum"),
            "integer", Set.of(),
            "number", Set.of(),
            "boolean", Set.of());

    private final SourceFile file;
    private final boolean explains;

    private TypeReader(SourceFile file, boolean explains) {
        this.file = file;
        this.explains = explains;
    }

    /** For types that consumers have to understand: each property needs a description. */
    static TypeReader ofContract(SourceFile file) {
        return new TypeReader(file, true);
    }

    /** For the types of the internal payload, which may go without descriptions. */
    static TypeReader ofPayload(SourceFile file) {
        return new TypeReader(file, false);
    }

    /** The type; null, with findings reported, if it is none. The outermost one has further keywords. */
    @Nullable
    ContractType read(SourceNode node, Set<String> furtherKeywords) {
        if (!(node instanceof MapNode schema)) {
            file.report(node.at(), "a schema that is " + node.describe(), "a schema is an object", "Write an object");
            return null;
        }
        TypeName name = typeName(schema);
        if (name == null) {
            return null;
        }
        for (Entry entry : schema.entries().values()) {
            rejectUnknown(entry, name, furtherKeywords);
        }
        return switch (name.name()) {
            case "object" -> object(schema, name.nullable());
            case "array" -> array(schema, name.nullable());
            case "string" -> new StringTypeReader(file).read(schema, name.nullable());
            case "integer" -> new ScalarType(ScalarType.Kind.INTEGER, null, Set.of(), name.nullable());
            case "number" -> new ScalarType(ScalarType.Kind.NUMBER, null, Set.of(), name.nullable());
            default -> new ScalarType(ScalarType.Kind.BOOLEAN, null, Set.of(), name.nullable());
        };
    }

    private record TypeName(String name, boolean nullable) {}

    private @Nullable TypeName typeName(MapNode schema) {
        SourceNode type = schema.value("type");
        List<String> names = new ArrayList<>();
        if (type instanceof Scalar scalar) {
            names.add(scalar.text());
        } else if (type instanceof Sequence sequence) {
            sequence.items().forEach(item -> names.add(item instanceof Scalar scalar ? scalar.text() : ""));
        }
        boolean nullable = type instanceof Sequence && names.size() == 2 && names.remove("null");
        if (names.size() == 1 && KEYWORDS.containsKey(names.get(0))) {
            return new TypeName(names.get(0), nullable);
        }
        file.report(
                type == null ? schema.at() : type.at(),
                type == null ? "\"type\" is missing" : "\"type\" is none that a contract supports",
                "every value needs exactly one type",
                "Use one of object, array, string, integer, number, boolean, or [one of them, \"null\"]");
        return null;
    }

    private void rejectUnknown(Entry entry, TypeName type, Set<String> furtherKeywords) {
        Set<String> ofType = KEYWORDS.getOrDefault(type.name(), Set.of());
        if (!DESCRIBING.contains(entry.key())
                && !ofType.contains(entry.key())
                && !furtherKeywords.contains(entry.key())) {
            file.report(
                    entry.at(),
                    "keyword " + LogSafeName.quoteJsonName(entry.key()) + " is not supported on type " + type.name(),
                    "a promise that is not checked is not one",
                    "Remove it, or say it in the description");
        }
    }

    private ObjectType object(MapNode schema, boolean nullable) {
        SourceNode additional = schema.value("additionalProperties");
        if (!(additional instanceof Scalar scalar)
                || scalar.kind() != ScalarKind.BOOLEAN
                || !"false".equals(scalar.text())) {
            file.report(
                    additional == null ? schema.at() : additional.at(),
                    "an object that is open",
                    "what is not promised must not be published",
                    "Set \"additionalProperties\": false");
        }
        Set<String> required = new HashSet<>();
        Map<String, Property> properties = new LinkedHashMap<>();
        if (schema.value("properties") instanceof MapNode block
                && !block.entries().isEmpty()) {
            required.addAll(required(schema, block));
            for (Entry entry : block.entries().values()) {
                property(entry, required.contains(entry.key()), properties);
            }
        } else {
            file.report(
                    schema.at(),
                    "an object without properties",
                    "it could hold nothing",
                    "List what it holds under \"properties\"");
        }
        return new ObjectType(properties, nullable);
    }

    private void property(Entry entry, boolean required, Map<String, Property> into) {
        if (explains
                && entry.value() instanceof MapNode block
                && !(block.value("description") instanceof Scalar text
                        && !text.text().isBlank())) {
            file.report(
                    entry.at(),
                    "property " + LogSafeName.quoteJsonName(entry.key()) + " has no description",
                    "consumers have to understand it",
                    "Add a \"description\"");
        }
        ContractType type = read(entry.value(), Set.of());
        ContractType readable = type == null ? new ContractType.InvalidType() : type;
        into.put(entry.key(), new Property(entry.key(), readable, required, entry.at()));
    }

    private Set<String> required(MapNode schema, MapNode properties) {
        Set<String> names = new HashSet<>();
        for (Scalar name : texts(schema, "required")) {
            if (properties.entry(name.text()) == null) {
                file.report(
                        name.at(),
                        LogSafeName.quoteJsonName(name.text()) + " is required but not a property",
                        "no event could ever satisfy it",
                        "Add the property, or remove the name");
            }
            names.add(name.text());
        }
        return names;
    }

    private ContractType array(MapNode schema, boolean nullable) {
        SourceNode items = schema.value("items");
        if (items == null) {
            file.report(schema.at(), "an array without \"items\"", "anything could be in it", "Describe its items");
            return new ContractType.InvalidType();
        }
        ContractType type = read(items, Set.of());
        return new ArrayType(type == null ? new ContractType.InvalidType() : type, nullable);
    }

    private List<Scalar> texts(MapNode schema, String key) {
        List<Scalar> texts = new ArrayList<>();
        SourceNode value = schema.value(key);
        List<SourceNode> items = value instanceof Sequence sequence ? sequence.items() : List.of();
        for (SourceNode item : items) {
            if (item instanceof Scalar scalar && scalar.isText()) {
                texts.add(scalar);
            }
        }
        if (value != null && (!(value instanceof Sequence) || texts.size() < items.size())) {
            file.report(
                    value.at(),
                    LogSafeName.quoteJsonName(key) + " is not a list of names",
                    "it lists names",
                    "Write a list");
        }
        return texts;
    }
}
