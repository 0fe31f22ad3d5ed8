package dev.drawbridge.contracts.text;

import dev.drawbridge.contracts.annotation.Internal;

/** Which text can be a Kafka key or header: whole Unicode characters, none of them a control character. */
@Internal
public final class PrintableText {
    private PrintableText() {}

    /** Whether a text can be one. */
    public static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isUnprintable(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                || isNoncharacter(codePoint);
    }

    /** What Unicode reserves for nobody, and CloudEvents forbids. */
    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }
}
