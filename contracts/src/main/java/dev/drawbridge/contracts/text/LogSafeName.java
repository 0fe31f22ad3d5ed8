package dev.drawbridge.contracts.text;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which names written by a write side's developers may be repeated in messages: plain ones, never free text. */
public final class LogSafeName {
    private static final int MAX_LENGTH = 100;
    private static final String WITHHELD = "(withheld: not a plain name)";

    /** Of paths through arrays, and of JSON Schema's own keywords. */
    private static final Pattern MARKS = Pattern.compile("\\[]|^\\$");

    private LogSafeName() {}

    /** Whether the text is a plain name. */
    public static boolean isPlain(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '.'
                || character == '-';
    }

    /** The name in quotes if it is a plain one, otherwise words that stand for it. */
    public static String quote(@Nullable String text) {
        return isPlain(text) ? "'" + text + "'" : WITHHELD;
    }

    /**
     * The key, path or file name of a mapping, contract or schema in quotes if it is a plain one. A finding stands in logs and in
     * the answers of Connect's REST API, and the text may be any, so that nothing else of it is repeated: the finding's line
     * and column say where it is.
     */
    public static String quoteName(@Nullable String text) {
        return isPlainName(text) ? "'" + text + "'" : WITHHELD;
    }

    /** The same of a key of a JSON Schema, in JSON's quotes. */
    public static String quoteJsonName(@Nullable String text) {
        return isPlainName(text) ? "\"" + text + "\"" : WITHHELD;
    }

    private static boolean isPlainName(@Nullable String text) {
        return text != null && isPlain(MARKS.matcher(text).replaceAll(""));
    }

    /** Several such names, or how many there are if one of them is not a plain one. */
    public static String quoteNames(Collection<String> names) {
        return names.stream().allMatch(LogSafeName::isPlain)
                ? String.join(", ", names)
                : names.size() + " values (withheld: not plain names)";
    }

    /** The name itself if it is a plain one. */
    public static @Nullable String plainOrNull(@Nullable String text) {
        return isPlain(text) ? text : null;
    }
}
