package dev.drawbridge.contracts.outbox;

import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.text.PrintableText;
import dev.drawbridge.contracts.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** What the values in an outbox's columns have to be, whatever the mapping says. Each rule names the column and never the value. */
public final class ColumnRules {
    private static final String YEAR_ZERO = "0000";

    private ColumnRules() {}

    /**
     * The id of an event.
     *
     * @throws Refusal if it is not a plain one
     */
    public static String plainId(String column, @Nullable String text) {
        if (text == null || !LogSafeName.isPlain(text)) {
            throw invalid(column, "is not a plain id");
        }
        return text;
    }

    /**
     * Text that may become a key or a header.
     *
     * @throws Refusal if it may not
     */
    public static String text(String column, @Nullable String text) {
        if (text == null || text.isBlank() || !PrintableText.isPrintable(text)) {
            throw invalid(column, "is empty, or has characters that cannot be published");
        }
        if (text.endsWith(" ")) {
            throw invalid(
                    column,
                    "ends in a space, as type char(n) pads it; change the type of the column to text or varchar");
        }
        return text;
    }

    /**
     * The version of an aggregate.
     *
     * @throws Refusal if it is null, or below 1
     */
    public static long version(String column, @Nullable Number value) {
        long version = integer(column, value);
        if (version < 1) {
            throw invalid(column, "is below 1");
        }
        return version;
    }

    /**
     * The version of a payload's shape.
     *
     * @throws Refusal if it is null, or not a 32-bit integer
     */
    public static int payloadVersion(String column, @Nullable Number value) {
        long version = integer(column, value);
        if (version != (int) version) {
            throw invalid(column, "is out of range");
        }
        return (int) version;
    }

    /**
     * An instant as RFC 3339 in UTC.
     *
     * @throws Refusal if it is none
     */
    public static String instant(String column, @Nullable String text) {
        if (text == null || !Rfc3339.isDateTime(text) || text.startsWith(YEAR_ZERO)) {
            throw invalid(column, "is null, or no instant of the years 1 to 9999");
        }
        return Rfc3339.inUtc(text);
    }

    private static long integer(String column, @Nullable Number value) {
        if (value == null) {
            throw invalid(column, "is null");
        }
        return value.longValue();
    }

    private static Refusal invalid(String column, String problem) {
        return new Refusal(Rule.INVALID_ROW, "column '" + column + "' " + problem);
    }
}
