package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.outbox.OutboxRow;

/** Where a single value comes from. */
sealed interface ValueSource {

    /** The value; missing if there is none. */
    JsonNode read(OutboxRow row, JsonNode scope, String contractPath);

    /** A column of the outbox row. */
    record FromColumn(OutboxColumn column) implements ValueSource {
        @Override
        public JsonNode read(OutboxRow row, JsonNode scope, String contractPath) {
            String text = row.text(column);
            if (text == null) {
                return MissingNode.getInstance();
            }
            return column.isInteger() ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
        }
    }

    /** A path into the payload. */
    record FromPayload(PayloadPath path) implements ValueSource {
        @Override
        public JsonNode read(OutboxRow row, JsonNode scope, String contractPath) {
            return path.follow(scope, contractPath);
        }
    }
}
