package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.outbox.OutboxRow;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object, its properties in the contract's order. One that would be empty is left out where the contract lets it.
 *
 * @param contractPath where it stands in the event; empty for the event itself
 * @param properties how each property is made
 * @param whenEmpty what becomes of it when it would be empty
 */
record ObjectProjection(String contractPath, List<PropertyProjection> properties, WhenEmpty whenEmpty)
        implements Projection {

    /** What becomes of an object that would be empty. */
    enum WhenEmpty {
        OMIT,
        NULL,
        KEEP
    }

    /** How one property is made. */
    record PropertyProjection(String name, String contractPath, boolean required, String expected, Projection value) {}

    ObjectProjection {
        properties = List.copyOf(properties);
    }

    @Override
    public @Nullable JsonNode project(OutboxRow row, JsonNode scope) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        PropertyProjection lacking = null;
        for (PropertyProjection property : properties) {
            JsonNode value = property.value().project(row, scope);
            if (value != null) {
                made.set(property.name(), value);
            } else if (property.required() && lacking == null) {
                lacking = property;
            }
        }
        if (made.isEmpty() && whenEmpty != WhenEmpty.KEEP) {
            return whenEmpty == WhenEmpty.NULL ? NullNode.getInstance() : null;
        }
        if (lacking != null) {
            throw Projection.violation(lacking.contractPath(), lacking.expected() + ", but there is none");
        }
        return made;
    }

    @Override
    public Stream<OutboxColumn> columns() {
        return properties.stream().flatMap(property -> property.value().columns());
    }
}
