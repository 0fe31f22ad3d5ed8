package dev.drawbridge.transforms.refusal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which names written by a write side's developers may be repeated in messages: plain ones, never free text. */
public final class Quotable {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private Quotable() {}

    /** Whether the text is a plain name. */
    public static boolean isPlain(@Nullable String text) {
        return text != null && PLAIN_NAME.matcher(text).matches();
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
