package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the types of strings: any, of a format, or out of a list. */
record StringTypeReader(SourceFile file) {

    ScalarType read(MapNode schema, boolean nullable) {
        return new ScalarType(ScalarType.Kind.STRING, format(schema), enumeration(schema, nullable), nullable);
    }

    private @Nullable StringFormat format(MapNode schema) {
        SourceNode node = schema.value("format");
        if (node == null) {
            return null;
        }
        StringFormat format = node instanceof Scalar scalar
                ? StringFormat.named(scalar.text()).orElse(null)
                : null;
        if (format == null) {
            file.report(
                    node.at(),
                    "\"format\" is none that a contract supports",
                    "a promise that is not checked is not one",
                    "Use one of date-time, date, uuid, uri, or none");
        }
        return format;
    }

    private Set<String> enumeration(MapNode schema, boolean nullable) {
        Set<String> allowed = new LinkedHashSet<>();
        SourceNode node = schema.value("enum");
        if (node == null) {
            return allowed;
        }
        List<SourceNode> items = node instanceof Sequence sequence ? sequence.items() : List.of();
        boolean listsNull = items.stream().anyMatch(StringTypeReader::isNull);
        for (SourceNode item : items) {
            if (item instanceof Scalar scalar && scalar.isText()) {
                allowed.add(scalar.text());
            } else if (!isNull(item)) {
                file.report(item.at(), "an enum entry that is not a string", "only strings can be listed", "Quote it");
            }
        }
        if (allowed.isEmpty() || listsNull != nullable) {
            file.report(
                    node.at(),
                    allowed.isEmpty() ? "an enum without values" : "type and enum disagree about null",
                    "no event could satisfy both",
                    "List the values; list null exactly if the type allows it");
        }
        return allowed;
    }

    private static boolean isNull(SourceNode node) {
        return node instanceof Scalar scalar && scalar.kind() == ScalarKind.NULL;
    }
}
