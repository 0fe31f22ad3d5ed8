package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.drawbridge.contracts.projection.AbsencePolicy;
import dev.drawbridge.contracts.projection.ArrayProjection;
import dev.drawbridge.contracts.projection.ObjectProjection;
import dev.drawbridge.contracts.projection.ObjectProjection.PropertyProjection;
import dev.drawbridge.contracts.projection.ObjectProjection.WhenEmpty;
import dev.drawbridge.contracts.projection.Projection;
import dev.drawbridge.contracts.refusal.Quotable;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Block;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.type.ContractType;
import dev.drawbridge.contracts.type.ContractType.ArrayType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import dev.drawbridge.contracts.type.PayloadPath;
import dev.drawbridge.contracts.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proves that the data part of a mapping fills its contract, and nothing beyond it, and makes the projection of it. */
final class ProjectionCompiler {
    private static final Set<String> ARRAY_KEYS = Set.of("each", "map", "missing", "null");

    private final SourceFile file;
    private final PathCompiler paths;
    private final ScalarCompiler scalars;

    ProjectionCompiler(SourceFile file, PathCompiler paths, ScalarCompiler scalars) {
        this.file = file;
        this.paths = paths;
        this.scalars = scalars;
    }

    /**
     * The projection of a whole event. What is made where findings were reported is of no use.
     *
     * @param payload the type of the payload that it is made of
     */
    ObjectProjection compile(ObjectType type, Block data, ContractType payload) {
        return object(type, data, new Place("", Scope.payload(payload)), WhenEmpty.KEEP);
    }

    private @Nullable Projection compile(Property property, SourceNode node, Place place) {
        ContractType type = property.type();
        if (type instanceof ScalarType scalar) {
            return scalars.compile(property, scalar, node, place);
        }
        if (type instanceof ArrayType array) {
            return array(property, array, node, place);
        }
        if (!(type instanceof ObjectType object)) {
            return null;
        }
        if (node instanceof Block block) {
            return object(object, block, place, whenEmpty(property));
        }
        reportShape(node, place, "an object", "Write a map with one key for each property");
        return null;
    }

    private static WhenEmpty whenEmpty(Property property) {
        if (!property.required()) {
            return WhenEmpty.OMIT;
        }
        return property.type().nullable() ? WhenEmpty.NULL : WhenEmpty.KEEP;
    }

    private ObjectProjection object(ObjectType type, Block block, Place place, WhenEmpty whenEmpty) {
        List<PropertyProjection> properties = new ArrayList<>();
        for (Property property : type.properties().values()) {
            Place inner = place.property(property.name());
            SourceNode node = block.value(property.name());
            if (node == null) {
                file.report(
                        block.at(),
                        "contract path " + Quotable.quoteName(inner.contractPath()) + " is not filled",
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
        rejectUnknown(type, block, place);
        return new ObjectProjection(properties, whenEmpty);
    }

    private void rejectUnknown(ObjectType type, Block block, Place place) {
        for (Entry entry : block.entries().values()) {
            if (!type.properties().containsKey(entry.key())) {
                file.report(
                        entry.at(),
                        Quotable.quoteName(place.property(entry.key()).contractPath()) + " is not in the contract",
                        "only what the contract promises is published",
                        "Remove it, or add it to the contract");
            }
        }
    }

    private @Nullable Projection array(Property property, ArrayType type, SourceNode node, Place place) {
        SourceNode map = node instanceof Block both ? both.value("map") : null;
        if (map == null
                || !(node instanceof Block block)
                || !(block.value("each") instanceof Scalar each)
                || !ARRAY_KEYS.containsAll(block.entries().keySet())) {
            reportShape(node, place, "an array", "Write {each: <path of a list>, map: <what each item is made of>}");
            return null;
        }
        Scope.Found found = paths.list(each, "it is an array", place);
        if (found == null) {
            return null;
        }
        ArrayType list = listType(found.type());
        if (list == null) {
            reportShape(
                    each,
                    place,
                    "an array, and " + Quotable.quoteName(each.text()) + " is "
                            + found.type().describe(),
                    "Give a list");
            return null;
        }
        AbsencePolicy absence = new AbsencePolicyReader(file, node, property, place.contractPath())
                .read(found.mayBeMissing(), list.nullable());
        Projection item = item(type, list, each, map, place);
        return item == null
                ? null
                : new ArrayProjection(
                        place.contractPath(), PayloadPath.parse(each.text()), item, type.items(), absence);
    }

    private static @Nullable ArrayType listType(ContractType type) {
        if (type instanceof ContractType.Unreadable) {
            return new ArrayType(type, false); // that has been reported
        }
        return type instanceof ArrayType list ? list : null;
    }

    private @Nullable Projection item(ArrayType type, ArrayType list, Scalar each, SourceNode map, Place place) {
        if (list.items().nullable() && !type.items().nullable()) {
            reportShape(
                    each, place, "an array without nulls, and the list may hold some", "Allow null in the contract");
            return null;
        }
        ContractType elements = list.items() instanceof ScalarType scalar ? scalar.withoutNull() : list.items();
        Place inner = new Place(place.contractPath() + "[]", place.scope().elementsOf(each.text(), elements));
        return compile(new Property("[]", type.items(), true, map.at()), map, inner);
    }

    private void reportShape(SourceNode node, Place place, String expected, String todo) {
        file.report(
                node.at(),
                "contract path " + Quotable.quoteName(place.contractPath()) + " cannot be filled this way",
                "it is " + expected,
                todo);
    }
}
