package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.type.ScalarType;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param contractPath where it stands in the event
 * @param source where it comes from
 * @param type what the contract promises
 * @param absence what becomes of it when there is none
 */
@Internal
public record ScalarProjection(String contractPath, ValueSource source, ScalarType type, AbsencePolicy absence)
        implements Projection {

    @Override
    public boolean write(@Nullable SerializableString name, EventInput event, JsonNode scope, JsonGenerator json)
            throws IOException {
        JsonNode value = value(event, scope);
        if (value == null) {
            return false;
        }
        Projection.writeName(name, json);
        switch (value.getNodeType()) {
            case STRING -> json.writeString(value.textValue());
            case NUMBER -> writeNumber(value, json);
            case BOOLEAN -> json.writeBoolean(value.booleanValue());
            default -> json.writeNull();
        }
        return true;
    }

    private static void writeNumber(JsonNode value, JsonGenerator json) throws IOException {
        switch (value.numberType()) {
            case INT, LONG -> json.writeNumber(value.longValue());
            default -> json.writeNumber(value.decimalValue());
        }
    }

    @Override
    public boolean isPresent(EventInput event, JsonNode scope) {
        return value(event, scope) != null;
    }

    @Override
    public Stream<ValueSource> sources() {
        return Stream.of(source);
    }

    private @Nullable JsonNode value(EventInput event, JsonNode scope) {
        JsonNode found = source.read(event, scope);
        if (found.isMissingNode()) {
            return absent(absence.whenMissing());
        }
        if (found.isNull()) {
            return absent(absence.whenNull());
        }
        JsonNode conforming = type.conform(found);
        if (conforming == null) {
            throw Projection.violation(contractPath, type.describe());
        }
        return conforming;
    }

    private @Nullable JsonNode absent(AbsencePolicy.Action policy) {
        return switch (policy) {
            case OMIT -> null;
            case NULL -> NullNode.getInstance();
            case FAIL -> throw Projection.violation(contractPath, type.describe() + ", but there is none");
        };
    }
}
