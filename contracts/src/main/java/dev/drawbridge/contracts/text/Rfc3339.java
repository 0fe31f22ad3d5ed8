package dev.drawbridge.contracts.text;

import dev.drawbridge.contracts.annotation.Internal;
import java.time.OffsetDateTime;
import java.time.Year;

/**
 * Instants as text, read without making objects of them: they are checked twice or more in each event. Agrees with {@link
 * OffsetDateTime} on what an instant is.
 */
@Internal
public final class Rfc3339 {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int MAX_OFFSET_MINUTES = 18 * 60;

    private Rfc3339() {}

    /** Whether a text is date, time and offset, with at most nine digits of a second's fraction. */
    public static boolean isDateTime(String text) {
        return hasShape(text)
                && isDate(text)
                && number(text, 11) < 24
                && number(text, 14) < 60
                && number(text, 17) < 60
                && isOffset(text, offsetAt(text));
    }

    /**
     * The same instant in UTC, as {@link java.time.Instant} writes it.
     *
     * @param text a date-time
     */
    public static String inUtc(String text) {
        return isCanonical(text) ? text : OffsetDateTime.parse(text).toInstant().toString();
    }

    /** Whether Instant would write it just so: in UTC, the fraction in groups of three digits, the last not all zeros. */
    private static boolean isCanonical(String text) {
        int end = text.length() - 1;
        int digits = end - SHAPE.length() - 1;
        return text.charAt(end) == 'Z'
                && (digits < 0 || (digits % 3 == 0 && digits > 0 && !text.startsWith("000", end - 3)));
    }

    private static boolean hasShape(String text) {
        if (text.length() <= SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char expected = SHAPE.charAt(i);
            if (expected == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(String text) {
        int year = number(text, 0) * 100 + number(text, 2);
        int month = number(text, 5);
        int day = number(text, 8);
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= DAYS[month - 1] + (month == 2 && Year.isLeap(year) ? 1 : 0);
    }

    /** Where the offset begins: after the fraction, if there is one of one to nine digits. */
    private static int offsetAt(String text) {
        int at = SHAPE.length();
        if (text.charAt(at) != '.') {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - at - 1 >= 1 && end - at - 1 <= 9 ? end : text.length();
    }

    private static boolean isOffset(String text, int at) {
        int length = text.length() - at;
        if (length == 1) {
            return text.charAt(at) == 'Z';
        }
        if (length != 6 || "+-".indexOf(text.charAt(at)) < 0 || text.charAt(at + 3) != ':') {
            return false;
        }
        for (int digit : new int[] {at + 1, at + 2, at + 4, at + 5}) {
            if (!isDigit(text.charAt(digit))) {
                return false;
            }
        }
        int minutes = number(text, at + 4);
        return minutes < 60 && number(text, at + 1) * 60 + minutes <= MAX_OFFSET_MINUTES;
    }

    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
