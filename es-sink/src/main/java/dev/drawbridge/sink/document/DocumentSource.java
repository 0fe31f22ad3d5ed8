package dev.drawbridge.sink.document;

import java.nio.ByteBuffer;

/**
 * Proves that bytes may be put on one line of a bulk body: well-formed UTF-8, exactly one JSON object, nesting bounded, no raw
 * newline. The proven bytes are passed on as they came; only line breaks between tokens become spaces. Anything else could end
 * the line early and smuggle in an operation of its own. Stateless, thread-safe.
 */
final class DocumentSource {

    static final int MAX_DEPTH = 100;

    private DocumentSource() {}

    /** The source, read-only. {@code json} must not be changed afterwards. */
    static ByteBuffer proven(byte[] json) throws Unsafe {
        if (!Utf8.isValid(json)) {
            throw new Unsafe("is not valid UTF-8");
        }
        boolean multiline = scan(json);
        JsonScanner.scan(json, MAX_DEPTH);
        return ByteBuffer.wrap(multiline ? onOneLine(json) : json).asReadOnlyBuffer();
    }

    /** Refuses what would make the parser guess another encoding; tells whether there are raw line breaks. */
    private static boolean scan(byte[] json) throws Unsafe {
        if (json.length == 0 || json[0] < 0) {
            throw new Unsafe("does not begin with a JSON object (empty, or a byte order mark)");
        }
        boolean multiline = false;
        for (int i = Utf8.printableUntil(json, 0); i < json.length; i = Utf8.printableUntil(json, i + 1)) {
            byte b = json[i];
            if (b >= 0 && b < ' ') {
                if (b != '\n' && b != '\r' && b != '\t') {
                    throw new Unsafe("holds a raw control character");
                }
                multiline |= b != '\t';
            }
        }
        return multiline;
    }

    /** Line breaks inside strings were refused by the scanner, so those left are whitespace. */
    private static byte[] onOneLine(byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /** Why bytes are no document; says nothing of their content. */
    static final class Unsafe extends Exception {
        Unsafe(String why) {
            super(why);
        }
    }
}
