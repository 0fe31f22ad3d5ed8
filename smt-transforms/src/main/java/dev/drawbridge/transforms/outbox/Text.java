package dev.drawbridge.transforms.outbox;

/** Which text can be a Kafka key or header: whole Unicode characters, none of them a control character. */
final class Text {
    private Text() {}

    static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Text::isUnprintable);
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || isNoncharacter(codePoint);
    }

    /** What Unicode reserves for nobody, and CloudEvents forbids. */
    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }
}
