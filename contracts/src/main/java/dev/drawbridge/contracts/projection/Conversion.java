package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.type.StringFormat;
import java.time.OffsetDateTime;
import java.util.Map;

/** Makes another value of a single one. Immutable and thread-safe. */
@Internal
public sealed interface Conversion {

    /**
     * The value made of one that is there.
     *
     * @throws Refusal if none can be made of it
     */
    JsonNode of(JsonNode value, EventInput event, String contractPath);

    /** Whether a key for pseudonyms is needed. */
    default boolean makesPseudonyms() {
        return false;
    }

    /** Public values by internal ones; a value without a translation is refused. */
    record Translation(Map<String, JsonNode> values) implements Conversion {
        public Translation {
            values = Map.copyOf(values);
        }

        @Override
        public JsonNode of(JsonNode value, EventInput event, String contractPath) {
            JsonNode translated = value.isValueNode() ? values.get(value.asText()) : null;
            if (translated == null) {
                throw new Refusal(
                        Rule.UNMAPPED_VALUE, "the value for contract path '" + contractPath + "' has no translation");
            }
            return translated;
        }
    }

    /** An instant in another notation. */
    record Notation(InstantFormat format) implements Conversion {
        @Override
        public JsonNode of(JsonNode value, EventInput event, String contractPath) {
            if (!value.isTextual() || !StringFormat.DATE_TIME.matches(value.textValue())) {
                throw Projection.violation(contractPath, "made of a string of format date-time");
            }
            return TextNode.valueOf(format.format(OffsetDateTime.parse(value.textValue())));
        }
    }

    /** A pseudonym of a text or integer. */
    record Pseudonym() implements Conversion {
        @Override
        public JsonNode of(JsonNode value, EventInput event, String contractPath) {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw Projection.violation(contractPath, "made of a string or an integer");
            }
            return TextNode.valueOf(event.pseudonyms().of(value.asText()));
        }

        @Override
        public boolean makesPseudonyms() {
            return true;
        }
    }
}
