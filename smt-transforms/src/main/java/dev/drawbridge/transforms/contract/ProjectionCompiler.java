package dev.drawbridge.transforms.contract;

import dev.drawbridge.transforms.contract.ContractType.ArrayType;
import dev.drawbridge.transforms.contract.ContractType.ObjectType;
import dev.drawbridge.transforms.contract.ContractType.Property;
import dev.drawbridge.transforms.contract.ObjectProjection.PropertyProjection;
import dev.drawbridge.transforms.contract.ObjectProjection.WhenEmpty;
import dev.drawbridge.transforms.contract.SourceNode.Block;
import dev.drawbridge.transforms.contract.SourceNode.Entry;
import dev.drawbridge.transforms.contract.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proves that the data part of a mapping fills its contract, and nothing beyond it, and makes the projection of it. */
final class ProjectionCompiler {
    private final SourceFile file;
    private final PrivatePaths privatePaths;
    private final ScalarCompiler scalars;

    ProjectionCompiler(SourceFile file, PrivatePaths privatePaths) {
        this.file = file;
        this.privatePaths = privatePaths;
        this.scalars = new ScalarCompiler(file, privatePaths);
    }

    /** The projection of a whole event. What is made where findings were reported is of no use. */
    ObjectProjection compile(ObjectType type, Block data) {
        return object(type, data, new Place("", Scope.PAYLOAD), WhenEmpty.KEEP);
    }

    private @Nullable Projection compile(Property property, SourceNode node, Place place) {
        ContractType type = property.type();
        if (type instanceof ScalarType scalar) {
            return scalars.compile(property, scalar, node, place);
        }
        if (type instanceof ArrayType array) {
            return array(array, node, place);
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
                        "contract path '" + inner.contractPath() + "' is not filled",
                        "the contract promises it",
                        "Map it, or take it out of the contract");
                continue;
            }
            Projection value = compile(property, node, inner);
            if (value != null) {
                properties.add(new PropertyProjection(
                        property.name(),
                        inner.contractPath(),
                        property.required(),
                        property.type().describe(),
                        value));
            }
        }
        rejectUnknown(type, block, place);
        return new ObjectProjection(place.contractPath(), properties, whenEmpty);
    }

    private void rejectUnknown(ObjectType type, Block block, Place place) {
        for (Entry entry : block.entries().values()) {
            if (!type.properties().containsKey(entry.key())) {
                file.report(
                        entry.at(),
                        "'" + place.property(entry.key()).contractPath() + "' is not in the contract",
                        "only what the contract promises is published",
                        "Remove it, or add it to the contract");
            }
        }
    }

    private @Nullable Projection array(ArrayType type, SourceNode node, Place place) {
        SourceNode map = node instanceof Block both ? both.value("map") : null;
        if (map == null
                || !(node instanceof Block block)
                || !(block.value("each") instanceof Scalar each)
                || block.entries().size() != 2) {
            reportShape(node, place, "an array", "Write {each: <path of a list>, map: <what each item is made of>}");
            return null;
        }
        if (!place.scope().isPath(each.text())) {
            reportShape(
                    each,
                    place,
                    "an array",
                    "Give the path of a list: " + place.scope().help());
            return null;
        }
        Optional<String> secret = privatePaths.covering(place.scope().absolute(each.text()));
        secret.ifPresent(path -> ScalarCompiler.reportPrivate(file, each, path));
        Place inner = new Place(place.contractPath() + "[]", place.scope().elementsOf(each.text()));
        Projection item = compile(new Property("[]", type.items(), true), map, inner);
        return item == null
                ? null
                : new ArrayProjection(
                        place.contractPath(), PayloadPath.parse(each.text()), item, type.items(), type.nullable());
    }

    private void reportShape(SourceNode node, Place place, String expected, String todo) {
        file.report(
                node.at(),
                "contract path '" + place.contractPath() + "' cannot be filled this way",
                "it is " + expected,
                todo);
    }
}
