package dev.drawbridge.transforms.refusal;

import org.jspecify.annotations.Nullable;

/** Decides which names written by a write side's developers may be repeated in messages: plain ones, never free text. */
public final class Quotable {
    private static final int MAX_LENGTH = 100;

    private Quotable() {}

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
        return isPlain(text) ? "'" + text + "'" : "(withheld: not a plain name)";
    }

    /** The name itself if it is a plain one. */
    public static @Nullable String plainOrNull(@Nullable String text) {
        return isPlain(text) ? text : null;
    }
}
