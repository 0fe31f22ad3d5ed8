package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.drawbridge.contracts.projection.AbsencePolicy;
import dev.drawbridge.contracts.projection.ArrayProjection;
import dev.drawbridge.contracts.projection.ObjectProjection;
import dev.drawbridge.contracts.projection.ObjectProjection.PropertyProjection;
import dev.drawbridge.contracts.projection.ObjectProjection.WhenEmpty;
import dev.drawbridge.contracts.projection.Projection;
import dev.drawbridge.contracts.projection.ScalarProjection;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractType;
import dev.drawbridge.contracts.type.ContractType.ArrayType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import dev.drawbridge.contracts.type.PayloadPath;
import dev.drawbridge.contracts.type.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proves that the data part of a mapping fills its contract, and nothing beyond it, and makes the projection of it. */
final class ProjectionCompiler {
    private static final Set<String> ARRAY_KEYS = Set.of("each", "map", "missing", "null");

    private final SourceFile file;
    private final PathCompiler paths;
    private final ExpressionCompiler expressions;

    ProjectionCompiler(SourceFile file, PathCompiler paths, ExpressionCompiler expressions) {
        this.file = file;
        this.paths = paths;
        this.expressions = expressions;
    }

    /**
     * The projection of a whole event. What is made where findings were reported is of no use.
     *
     * @param payload the type of the payload that it is made of
     */
    ObjectProjection compile(ObjectType type, MapNode data, ContractType payload) {
        return object(type, data, new MappingContext("", Scope.payload(payload)), WhenEmpty.KEEP);
    }

    private @Nullable Projection compile(Property property, SourceNode node, MappingContext context) {
        ContractType type = property.type();
        if (type instanceof ScalarType scalar) {
            return scalar(property, scalar, node, context);
        }
        if (type instanceof ArrayType array) {
            return array(property, array, node, context);
        }
        if (!(type instanceof ObjectType object)) {
            return null;
        }
        if (node instanceof MapNode block) {
            return object(object, block, context, whenEmpty(property));
        }
        reportShape(node, context, "an object", "Write a map with one key for each property");
        return null;
    }

    private @Nullable Projection scalar(Property property, ScalarType type, SourceNode node, MappingContext context) {
        Expression expression = expressions.compile(withoutPolicies(node), ExpectedType.of(type), context);
        if (expression == null) {
            return null;
        }
        AbsencePolicy absence = new AbsencePolicyReader(file, node, property, context.contractPath())
                .read(expression.mayBeMissing(), expression.mayBeNull());
        return new ScalarProjection(context.contractPath(), expression.source(), type, absence);
    }

    private static SourceNode withoutPolicies(SourceNode node) {
        if (!(node instanceof MapNode block)) {
            return node;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(block.entries());
        entries.keySet().removeAll(AbsencePolicyReader.KEYS);
        return new MapNode(entries, block.at());
    }

    private static WhenEmpty whenEmpty(Property property) {
        if (!property.required()) {
            return WhenEmpty.OMIT;
        }
        return property.type().nullable() ? WhenEmpty.NULL : WhenEmpty.KEEP;
    }

    private ObjectProjection object(ObjectType type, MapNode block, MappingContext context, WhenEmpty whenEmpty) {
        List<PropertyProjection> properties = new ArrayList<>();
        for (Property property : type.properties().values()) {
            MappingContext inner = context.property(property.name());
            SourceNode node = block.value(property.name());
            if (node == null) {
                file.report(
                        block.at(),
                        "contract path " + LogSafeName.quoteName(inner.contractPath()) + " is not filled",
                        "the contract promises it",
                        "Map it, or take it out of the contract");
                continue;
            }
            Projection value = compile(property, node, inner);
            if (value != null) {
                properties.add(new PropertyProjection(
                        new SerializedString(property.name()),
                        inner.contractPath(),
                        property.required(),
                        property.type().describe(),
                        value));
            }
        }
        rejectUnknown(type, block, context);
        return new ObjectProjection(properties, whenEmpty);
    }

    private void rejectUnknown(ObjectType type, MapNode block, MappingContext context) {
        for (Entry entry : block.entries().values()) {
            if (!type.properties().containsKey(entry.key())) {
                file.report(
                        entry.at(),
                        LogSafeName.quoteName(context.property(entry.key()).contractPath()) + " is not in the contract",
                        "only what the contract promises is published",
                        "Remove it, or add it to the contract");
            }
        }
    }

    private @Nullable Projection array(Property property, ArrayType type, SourceNode node, MappingContext context) {
        SourceNode map = node instanceof MapNode both ? both.value("map") : null;
        if (map == null
                || !(node instanceof MapNode block)
                || !(block.value("each") instanceof Scalar each)
                || !ARRAY_KEYS.containsAll(block.entries().keySet())) {
            reportShape(node, context, "an array", "Write {each: <path of a list>, map: <what each item is made of>}");
            return null;
        }
        Scope.Found found = paths.list(each, "it is an array", context);
        if (found == null) {
            return null;
        }
        ArrayType list = listType(found.type());
        if (list == null) {
            reportShape(
                    each,
                    context,
                    "an array, and " + LogSafeName.quoteName(each.text()) + " is "
                            + found.type().describe(),
                    "Give a list");
            return null;
        }
        AbsencePolicy absence = new AbsencePolicyReader(file, node, property, context.contractPath())
                .read(found.mayBeMissing(), list.nullable());
        Projection item = item(type, list, each, map, context);
        return item == null
                ? null
                : new ArrayProjection(
                        context.contractPath(), PayloadPath.parse(each.text()), item, type.items(), absence);
    }

    private static @Nullable ArrayType listType(ContractType type) {
        if (type instanceof ContractType.InvalidType) {
            return new ArrayType(type, false); // that has been reported
        }
        return type instanceof ArrayType list ? list : null;
    }

    private @Nullable Projection item(
            ArrayType type, ArrayType list, Scalar each, SourceNode map, MappingContext context) {
        if (list.items().nullable() && !type.items().nullable()) {
            reportShape(
                    each, context, "an array without nulls, and the list may hold some", "Allow null in the contract");
            return null;
        }
        ContractType elements = list.items() instanceof ScalarType scalar ? scalar.withoutNull() : list.items();
        MappingContext inner = new MappingContext(
                context.contractPath() + "[]", context.scope().elementsOf(each.text(), elements));
        return compile(new Property("[]", type.items(), true, map.at()), map, inner);
    }

    private void reportShape(SourceNode node, MappingContext context, String expected, String todo) {
        file.report(
                node.at(),
                "contract path " + LogSafeName.quoteName(context.contractPath()) + " cannot be filled this way",
                "it is " + expected,
                todo);
    }
}
