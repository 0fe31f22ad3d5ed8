package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.transforms.contract.ContractType.Property;
import dev.drawbridge.transforms.contract.SourceNode.Block;
import dev.drawbridge.transforms.contract.SourceNode.Entry;
import dev.drawbridge.transforms.contract.SourceNode.Scalar;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles what fills a single value: a column or path, alone or with a translation of its values. */
final class ScalarCompiler {
    private final SourceFile file;
    private final PrivatePaths privatePaths;

    ScalarCompiler(SourceFile file, PrivatePaths privatePaths) {
        this.file = file;
        this.privatePaths = privatePaths;
    }

    @Nullable
    Projection compile(Property property, ScalarType type, SourceNode node, Place place) {
        SourceNode from = node instanceof Block block ? block.value("path") : node;
        Map<String, JsonNode> values = Map.of();
        if (node instanceof Block block) {
            values = block.value("values") instanceof Block table ? values(table, type, place) : Map.of();
            if (!Set.of("path", "values").equals(block.entries().keySet()) || values.isEmpty()) {
                from = null;
            }
        }
        if (!(from instanceof Scalar path)) {
            report(node, place, type, "Write a path, or {path: <path>, values: {<internal>: <public>}}");
            return null;
        }
        ValueSource source = source(property, type, path, place, !values.isEmpty());
        return source == null ? null : new ScalarProjection(place.contractPath(), source, values, type);
    }

    private @Nullable ValueSource source(
            Property property, ScalarType type, Scalar path, Place place, boolean translated) {
        Optional<OutboxColumn> column = place.scope().column(path.text());
        if (column.isEmpty() && !place.scope().isPath(path.text())) {
            report(path, place, type, "Give a path: " + place.scope().help() + "; or a column of the outbox");
            return null;
        }
        rejectPrivate(path, place);
        if (column.isEmpty()) {
            return new ValueSource.FromPayload(PayloadPath.parse(path.text()));
        }
        if (!translated && !fits(column.get(), type)) {
            report(path, place, type, "Use a column of that type, or translate it with 'values'");
        } else if (column.get().isFromCallers() && property.required()) {
            report(path, place, type, "Make it optional in the contract, for the column may be null");
        }
        return new ValueSource.FromColumn(column.get());
    }

    private static boolean fits(OutboxColumn column, ScalarType type) {
        return switch (type.kind()) {
            case STRING -> !column.isInteger();
            case INTEGER, NUMBER -> column.isInteger();
            case BOOLEAN -> false;
        };
    }

    private void rejectPrivate(Scalar path, Place place) {
        String absolute = place.scope().absolute(path.text());
        privatePaths
                .covering(absolute)
                .or(() -> privatePaths.inside(absolute))
                .ifPresent(secret -> reportPrivate(file, path, secret));
    }

    static void reportPrivate(SourceFile file, Scalar path, String secret) {
        file.report(
                path.at(),
                "'" + path.text() + "' reads the private '" + secret + "'",
                "private stays private",
                "Map something else, or decide that it is public and take it out of 'private'");
    }

    private Map<String, JsonNode> values(Block table, ScalarType type, Place place) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Entry entry : table.entries().values()) {
            JsonNode target = entry.value() instanceof Scalar scalar ? type.conform(json(scalar)) : null;
            if (target == null) {
                report(entry.value(), place, type, "Translate '" + entry.key() + "' to a value of that type");
            }
            values.put(entry.key(), target == null ? TextNode.valueOf("") : target);
        }
        return values;
    }

    private static JsonNode json(Scalar scalar) {
        return switch (scalar.kind()) {
            case INTEGER, DECIMAL -> number(scalar.text());
            case BOOLEAN -> BooleanNode.valueOf(Boolean.parseBoolean(scalar.text()));
            case TEXT, NULL -> TextNode.valueOf(scalar.text());
        };
    }

    private static JsonNode number(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException otherNotation) { // YAML knows .inf and 0x1F
            return TextNode.valueOf(text);
        }
    }

    private void report(SourceNode node, Place place, ScalarType type, String todo) {
        file.report(
                node.at(),
                "contract path '" + place.contractPath() + "' cannot be filled this way",
                "it is " + type.describe(),
                todo);
    }
}
