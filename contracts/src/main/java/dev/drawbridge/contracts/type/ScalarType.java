package dev.drawbridge.contracts.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.text.LogSafeName;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of a single value. Immutable.
 *
 * @param kind what sort of value
 * @param format the format of a string, or null for any
 * @param allowed the values of an enum; empty for any
 * @param nullable whether null is a value too
 */
@Internal
public record ScalarType(Kind kind, @Nullable StringFormat format, Set<String> allowed, boolean nullable)
        implements ContractType {

    /** Digits beyond this are refused: their plain notation would be absurdly long. */
    private static final int MAX_SCALE = 1000;

    public enum Kind {
        STRING("a string"),
        INTEGER("a 64-bit integer"),
        NUMBER("a number"),
        BOOLEAN("a boolean");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Any string. */
    public static final ScalarType STRING = of(Kind.STRING);

    public ScalarType {
        allowed = Collections.unmodifiableSet(new LinkedHashSet<>(allowed));
    }

    public static ScalarType of(Kind kind) {
        return new ScalarType(kind, null, Set.of(), false);
    }

    public static ScalarType string(StringFormat format) {
        return new ScalarType(Kind.STRING, format, Set.of(), false);
    }

    /** The same without null. */
    public ScalarType withoutNull() {
        return new ScalarType(kind, format, allowed, false);
    }

    /** Whether each value of another type is one of this; null is the caller's case. */
    public boolean includes(ScalarType other) {
        if (kind != other.kind) {
            return kind == Kind.NUMBER && other.kind == Kind.INTEGER;
        }
        if (!other.allowed.isEmpty()) {
            return other.allowed.stream().allMatch(this::accepts);
        }
        return allowed.isEmpty() && (format == null || format == other.format);
    }

    @Override
    public String describe() {
        String words = kind.words;
        if (format != null) {
            words += " of format " + format.keyword();
        }
        if (!allowed.isEmpty()) {
            words += " out of [" + LogSafeName.quoteNames(allowed) + "]";
        }
        return nullable ? words + " or null" : words;
    }

    /** The value as it is to be published, or null if it is not of this type. JSON's null is the caller's case. */
    @Nullable
    public JsonNode conform(JsonNode value) {
        return switch (kind) {
            case STRING -> value.isTextual() && accepts(value.textValue()) ? value : null;
            case BOOLEAN -> value.isBoolean() ? value : null;
            case INTEGER -> integer(value);
            case NUMBER -> number(value);
        };
    }

    /** Whether a text is a value of this string type. */
    public boolean accepts(String text) {
        return (format == null || format.matches(text))
                && (allowed.isEmpty() || allowed.contains(text))
                && isWhole(text);
    }

    /** Whether there is no half of a character in a text. */
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i++)) == 1) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode integer(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? value : null;
        }
        if (!value.isNumber() || isAbsurd(value.decimalValue())) {
            return null;
        }
        try {
            return LongNode.valueOf(value.decimalValue().longValueExact());
        } catch (ArithmeticException fractionOrOverflow) {
            return null;
        }
    }

    private static @Nullable JsonNode number(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        if (value.isInt() || value.isLong()) {
            return value;
        }
        BigDecimal exact = value.decimalValue();
        return isAbsurd(exact) ? null : DecimalNode.valueOf(exact);
    }

    private static boolean isAbsurd(BigDecimal value) {
        return Math.abs((long) value.scale()) > MAX_SCALE;
    }
}
