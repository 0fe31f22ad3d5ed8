package dev.drawbridge.sink.document;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate version, read from a header leniently: header converters turn the same decimal text into a string, bytes or
 * any number type.
 */
final class DocumentVersion {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");
    private static final double EXACT_UP_TO = 1L << 53;

    private final String headerName;

    DocumentVersion(String headerName) {
        this.headerName = headerName;
    }

    long of(SinkRecord record) {
        @Nullable Header header = record.headers().lastWithName(headerName);
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

    private static long number(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
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

    private DataException refused(SinkRecord record, String why) {
        return new DataException("Cannot index " + Coordinates.of(record) + ": header " + headerName + " " + why);
    }
}
