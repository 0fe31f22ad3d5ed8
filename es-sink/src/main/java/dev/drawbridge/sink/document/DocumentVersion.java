package dev.drawbridge.sink.document;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The version of a document: from a header, a field of the value, or the record's offset. Read leniently: converters turn the
 * same decimal text into a string, bytes or any number type. Immutable, thread-safe.
 */
public abstract sealed class DocumentVersion {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");
    private static final double EXACT_UP_TO = 1L << 53;

    private DocumentVersion() {}

    /** The version of the document in {@code record}, of which {@code value} is the value, text as bytes. */
    abstract long of(SinkRecord record, @Nullable Object value);

    /** From the header {@code name}. */
    public static DocumentVersion header(String name) {
        return new FromHeader(name);
    }

    /** From the field at {@code path} of the value; an erasure has none. */
    public static DocumentVersion field(FieldPath path) {
        return new FromField(path);
    }

    /** From the offset, plus one: right only while each id stays in one partition and its topic is never recreated. */
    public static DocumentVersion offset() {
        return new FromOffset();
    }

    private static final class FromHeader extends DocumentVersion {

        private final String name;

        FromHeader(String name) {
            this.name = name;
        }

        @Override
        long of(SinkRecord record, @Nullable Object value) {
            @Nullable Header header = record.headers().lastWithName(name);
            if (header == null || header.value() == null) {
                throw refused(record, "is missing; set external.version.header to the header that carries the version");
            }
            long version = number(header.value());
            if (version < 1) {
                throw refused(
                        record,
                        "is not a whole number from 1; set external.version.header to the one that carries the version");
            }
            return version;
        }

        private DataException refused(SinkRecord record, String why) {
            return Refusal.of(record, "header " + name + " " + why);
        }
    }

    private static final class FromField extends DocumentVersion {

        private final FieldPath path;

        FromField(FieldPath path) {
            this.path = path;
        }

        @Override
        long of(SinkRecord record, @Nullable Object value) {
            @Nullable Object found = value == null ? null : path.in(value);
            long version = found == null ? -1 : number(found);
            if (version < 1) {
                throw Refusal.of(
                        record,
                        "field " + path + " is missing or no whole number from 1; set external.version.field to the"
                                + " field that carries the version, or external.version.source=header");
            }
            return version;
        }
    }

    private static final class FromOffset extends DocumentVersion {

        @Override
        long of(SinkRecord record, @Nullable Object value) {
            return record.originalKafkaOffset() + 1;
        }
    }

    private static long number(Object value) {
        @Nullable BigInteger whole = WholeNumber.of(value);
        if (whole != null) {
            return whole.bitLength() < Long.SIZE ? whole.longValue() : -1;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return number == Math.rint(number) && number <= EXACT_UP_TO ? (long) number : -1;
        }
        if (value instanceof String text) {
            return decimal(text);
        }
        return value instanceof byte[] bytes ? decimal(new String(bytes, StandardCharsets.ISO_8859_1)) : -1;
    }

    private static long decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return -1;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException beyondLong) {
            return -1;
        }
    }
}
