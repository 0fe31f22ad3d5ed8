package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.contracts.annotation.Internal;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object, its properties in the contract's order. One that would be empty is left out where the contract lets it.
 *
 * @param properties how each property is made
 * @param whenEmpty what becomes of it when it would be empty
 */
@Internal
public record ObjectProjection(List<PropertyProjection> properties, WhenEmpty whenEmpty) implements Projection {

    /** What becomes of an object that would be empty. */
    public enum WhenEmpty {
        OMIT,
        NULL,
        KEEP
    }

    /** How one property is made. */
    public record PropertyProjection(
            SerializableString name, String contractPath, boolean required, String expected, Projection value) {}

    public ObjectProjection {
        properties = List.copyOf(properties);
    }

    @Override
    public boolean write(@Nullable SerializableString name, EventInput event, JsonNode scope, JsonGenerator json)
            throws IOException {
        if (whenEmpty != WhenEmpty.KEEP && isEmpty(event, scope)) {
            if (whenEmpty == WhenEmpty.NULL) {
                Projection.writeName(name, json);
                json.writeNull();
            }
            return whenEmpty == WhenEmpty.NULL;
        }
        Projection.writeName(name, json);
        json.writeStartObject();
        for (PropertyProjection property : properties) {
            if (!property.value().write(property.name(), event, scope, json) && property.required()) {
                throw Projection.violation(property.contractPath(), property.expected() + ", but there is none");
            }
        }
        json.writeEndObject();
        return true;
    }

    @Override
    public boolean isPresent(EventInput event, JsonNode scope) {
        return whenEmpty != WhenEmpty.OMIT || !isEmpty(event, scope);
    }

    private boolean isEmpty(EventInput event, JsonNode scope) {
        for (PropertyProjection property : properties) {
            if (property.value().isPresent(event, scope)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Stream<ValueSource> sources() {
        return properties.stream().flatMap(property -> property.value().sources());
    }
}
