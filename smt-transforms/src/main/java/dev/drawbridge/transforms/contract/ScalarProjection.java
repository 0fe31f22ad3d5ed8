package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.outbox.OutboxRow;
import dev.drawbridge.transforms.refusal.Refusal;
import dev.drawbridge.transforms.refusal.Rule;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A single value, taken as it is or translated.
 *
 * @param contractPath where it stands in the event
 * @param source where it comes from
 * @param values public values by internal ones; empty to take values as they are
 * @param type what the contract promises
 */
record ScalarProjection(String contractPath, ValueSource source, Map<String, JsonNode> values, ScalarType type)
        implements Projection {

    ScalarProjection {
        values = Map.copyOf(values);
    }

    @Override
    public @Nullable JsonNode project(OutboxRow row, JsonNode scope) {
        JsonNode found = source.read(row, scope, contractPath);
        if (found.isMissingNode()) {
            return null;
        }
        if (found.isNull()) {
            return type.nullable() ? NullNode.getInstance() : null;
        }
        JsonNode conforming = type.conform(values.isEmpty() ? found : translate(found));
        if (conforming == null) {
            throw Projection.violation(contractPath, type.describe());
        }
        return conforming;
    }

    @Override
    public Stream<OutboxColumn> columns() {
        return source instanceof ValueSource.FromColumn from ? Stream.of(from.column()) : Stream.empty();
    }

    private JsonNode translate(JsonNode found) {
        JsonNode translated = found.isValueNode() ? values.get(found.asText()) : null;
        if (translated == null) {
            throw new Refusal(
                    Rule.UNMAPPED_VALUE, "the value for contract path '" + contractPath + "' has no translation");
        }
        return translated;
    }
}
