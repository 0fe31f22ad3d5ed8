package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.Conversion;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles translations of values, and proves that each internal value has one. */
final class TranslationCompiler {
    private final SourceFile file;
    private final PathCompiler paths;
    private final Map<OutboxColumn, Set<String>> columnValues;

    /**
     * @param columnValues what can stand in columns of which the mapping says that
     */
    TranslationCompiler(SourceFile file, PathCompiler paths, Map<OutboxColumn, Set<String>> columnValues) {
        this.file = file;
        this.paths = paths;
        this.columnValues = Map.copyOf(columnValues);
    }

    @Nullable
    Expression compile(
            Expression source, Scalar path, SourceNode values, ExpectedType expected, MappingContext context) {
        if (!(values instanceof MapNode table) || table.entries().isEmpty()) {
            paths.report(values, context, expected.describe(), "Write {<internal value>: <public value>, …}");
            return null;
        }
        Set<String> internal = internalValues(source);
        if (internal.isEmpty()) {
            paths.report(
                    path,
                    context,
                    "nobody can tell whether each value of " + LogSafeName.quoteName(path.text())
                            + " has a translation",
                    "List its values as an \"enum\" in the payload's schema");
        } else {
            compare(internal, table, context);
        }
        Map<String, JsonNode> translations = new LinkedHashMap<>();
        boolean sound = !internal.isEmpty();
        for (Entry entry : table.entries().values()) {
            sound &= translate(entry, expected, context, translations);
        }
        return sound
                ? new Expression(
                        new ValueSource.Converted(
                                source.source(), new Conversion.Translation(translations), context.contractPath()),
                        resultType(table, expected),
                        source.mayBeMissing(),
                        source.mayBeNull())
                : null;
    }

    private Set<String> internalValues(Expression source) {
        if (source.source() instanceof ValueSource.FromColumn from) {
            return columnValues.getOrDefault(from.column(), Set.of());
        }
        return source.type().kind() == ScalarType.Kind.BOOLEAN
                ? Set.of("true", "false")
                : source.type().allowed();
    }

    private void compare(Set<String> internal, MapNode table, MappingContext context) {
        for (Entry entry : table.entries().values()) {
            if (!internal.contains(entry.key())) {
                file.report(
                        entry.at(),
                        LogSafeName.quoteName(entry.key()) + " never occurs inside",
                        "the payload's schema does not list it",
                        "Remove it, or add it to the schema");
            }
        }
        Set<String> lacking = internal.stream()
                .filter(value -> table.entry(value) == null)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        if (!lacking.isEmpty()) {
            file.report(
                    table.at(),
                    "contract path " + LogSafeName.quoteName(context.contractPath()) + " has no translation of "
                            + LogSafeName.quoteNames(lacking),
                    "events with it would be refused",
                    "Translate each value");
        }
    }

    private boolean translate(Entry entry, ExpectedType expected, MappingContext context, Map<String, JsonNode> into) {
        ScalarType target = expected.type();
        JsonNode value = entry.value() instanceof Scalar scalar ? Literal.json(scalar) : null;
        JsonNode conforming = value == null || target == null ? value : target.conform(value);
        if (conforming == null) {
            paths.report(
                    entry.value(),
                    context,
                    expected.describe(),
                    "Translate " + LogSafeName.quoteName(entry.key()) + " to a value of that type");
            return false;
        }
        into.put(entry.key(), conforming);
        return true;
    }

    private static ScalarType resultType(MapNode table, ExpectedType expected) {
        ScalarType type = expected.type();
        SourceNode first = table.entries().values().iterator().next().value();
        return type != null || !(first instanceof Scalar scalar)
                ? type == null ? ScalarType.STRING : type
                : ScalarType.of(Literal.type(scalar).kind());
    }
}
