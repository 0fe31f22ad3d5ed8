package dev.drawbridge.transforms.outbox;

/** Which text can be a Kafka key or header: whole Unicode characters, none of them a control character. */
final class Text {
    private Text() {}

    static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Text::isUnprintable);
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
