package dev.drawbridge.sink.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers in all the shapes that converters give them: Java's integers, Connect's Decimal with whatever scale, Debezium's
 * VariableScaleDecimal for a NUMERIC without one.
 */
final class WholeNumber {

    /** More than any id may have: a number with a large exponent is never written out. */
    private static final int MAX_DIGITS = 512;

    private static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    private WholeNumber() {}

    /** {@code value} as a whole number, or null when it is none. */
    static @Nullable BigInteger of(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger integer) {
            return integer;
        }
        @Nullable BigDecimal decimal = value instanceof BigDecimal exact ? exact : decimal(value);
        if (decimal == null || decimal.signum() == 0) {
            return decimal == null ? null : BigInteger.ZERO;
        }
        if ((long) decimal.precision() - decimal.scale() > MAX_DIGITS || decimal.scale() > MAX_DIGITS) {
            return null;
        }
        BigDecimal shortest = decimal.stripTrailingZeros();
        return shortest.scale() > 0 ? null : shortest.toBigIntegerExact();
    }

    /** The number in a struct of Debezium's VariableScaleDecimal; null when {@code value} is none. */
    static @Nullable BigDecimal decimal(@Nullable Object value) {
        if (!(value instanceof Struct struct) || !isDecimal(struct.schema())) {
            return null;
        }
        byte @Nullable [] unscaled = struct.getBytes("value");
        @Nullable Integer scale = struct.getInt32("scale");
        return unscaled == null || unscaled.length == 0 || scale == null
                ? null
                : new BigDecimal(new BigInteger(unscaled), scale);
    }

    private static boolean isDecimal(Schema schema) {
        return VARIABLE_SCALE_DECIMAL.equals(schema.name())
                && isOf(schema, "value", Schema.Type.BYTES)
                && isOf(schema, "scale", Schema.Type.INT32);
    }

    private static boolean isOf(Schema schema, String field, Schema.Type type) {
        return schema.field(field) != null && schema.field(field).schema().type() == type;
    }
}
