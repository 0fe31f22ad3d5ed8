package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.outbox.OutboxRow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An array with one item for each element of an internal list.
 *
 * @param contractPath where it stands in the event
 * @param source where the list is
 * @param item how each item is made
 * @param itemType what the contract promises of each item
 * @param nullable whether there may be null instead of an array
 */
record ArrayProjection(
        String contractPath, PayloadPath source, Projection item, ContractType itemType, boolean nullable)
        implements Projection {

    @Override
    public @Nullable JsonNode project(OutboxRow row, JsonNode scope) {
        JsonNode list = source.follow(scope, contractPath);
        if (list.isMissingNode()) {
            return null;
        }
        if (list.isNull()) {
            return nullable ? NullNode.getInstance() : null;
        }
        if (!list.isArray()) {
            throw Projection.violation(contractPath, "an array");
        }
        ArrayNode made = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode element : list) {
            made.add(item(row, element));
        }
        return made;
    }

    @Override
    public Stream<OutboxColumn> columns() {
        return item.columns();
    }

    private JsonNode item(OutboxRow row, JsonNode element) {
        if (element.isNull() && itemType.nullable()) {
            return NullNode.getInstance();
        }
        boolean usable = !(item instanceof ObjectProjection) || element.isObject();
        JsonNode made = usable ? item.project(row, element) : null;
        if (made == null) {
            throw Projection.violation(contractPath + "[]", itemType.describe());
        }
        return made;
    }
}
