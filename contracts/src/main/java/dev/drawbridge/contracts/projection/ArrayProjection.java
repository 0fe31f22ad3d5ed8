package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.type.ContractType;
import dev.drawbridge.contracts.type.PayloadPath;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An array with one item for each element of an internal list.
 *
 * @param contractPath where it stands in the event
 * @param source where the list is
 * @param item how each item is made
 * @param itemType what the contract promises of each item
 * @param absence what becomes of it when there is no list
 */
@Internal
public record ArrayProjection(
        String contractPath, PayloadPath source, Projection item, ContractType itemType, AbsencePolicy absence)
        implements Projection {

    @Override
    public boolean write(@Nullable SerializableString name, EventInput event, JsonNode scope, JsonGenerator json)
            throws IOException {
        JsonNode list = source.follow(scope, contractPath);
        if (list.isMissingNode() || list.isNull()) {
            return writeAbsent(name, list, json);
        }
        requireArray(list);
        Projection.writeName(name, json);
        json.writeStartArray();
        for (JsonNode element : list) {
            writeItem(event, element, json);
        }
        json.writeEndArray();
        return true;
    }

    private boolean writeAbsent(@Nullable SerializableString name, JsonNode list, JsonGenerator json)
            throws IOException {
        switch (policy(list)) {
            case OMIT -> {
                return false;
            }
            case NULL -> {
                Projection.writeName(name, json);
                json.writeNull();
                return true;
            }
            default -> throw Projection.violation(contractPath, "an array, but there is none");
        }
    }

    private AbsencePolicy.Action policy(JsonNode list) {
        return list.isNull() ? absence.whenNull() : absence.whenMissing();
    }

    private void requireArray(JsonNode list) {
        if (!list.isArray()) {
            throw Projection.violation(contractPath, "an array");
        }
    }

    private void writeItem(EventInput event, JsonNode element, JsonGenerator json) throws IOException {
        if (element.isNull() && itemType.nullable()) {
            json.writeNull();
            return;
        }
        boolean usable = !(item instanceof ObjectProjection) || element.isObject();
        if (!usable || !item.write(null, event, element, json)) {
            throw Projection.violation(contractPath + "[]", itemType.describe());
        }
    }

    @Override
    public boolean isPresent(EventInput event, JsonNode scope) {
        JsonNode list = source.follow(scope, contractPath);
        return !(list.isMissingNode() || list.isNull()) || policy(list) != AbsencePolicy.Action.OMIT;
    }

    @Override
    public Stream<ValueSource> sources() {
        return item.sources();
    }
}
