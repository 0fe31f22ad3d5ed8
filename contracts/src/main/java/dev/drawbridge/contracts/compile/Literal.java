package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.type.ScalarType;
import java.math.BigDecimal;
import java.util.Set;

/** A value written into a mapping. */
final class Literal {
    private Literal() {}

    /** The value as JSON; what JSON has no notation for becomes text. */
    static JsonNode json(Scalar scalar) {
        return switch (scalar.kind()) {
            case INTEGER, DECIMAL -> number(scalar.text());
            case BOOLEAN -> BooleanNode.valueOf(Boolean.parseBoolean(scalar.text()));
            case TEXT, NULL -> TextNode.valueOf(scalar.text());
        };
    }

    /** The type that has this value only, as far as types can say that. */
    static ScalarType type(Scalar scalar) {
        JsonNode value = json(scalar);
        if (value.isTextual()) {
            return new ScalarType(ScalarType.Kind.STRING, null, Set.of(scalar.text()), false);
        }
        ScalarType integer = ScalarType.of(ScalarType.Kind.INTEGER);
        if (value.isNumber()) {
            return integer.conform(value) == null ? ScalarType.of(ScalarType.Kind.NUMBER) : integer;
        }
        return ScalarType.of(ScalarType.Kind.BOOLEAN);
    }

    private static JsonNode number(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException otherNotation) { // YAML knows .inf and 0x1F
            return TextNode.valueOf(text);
        }
    }
}
