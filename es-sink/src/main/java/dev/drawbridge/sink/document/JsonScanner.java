package dev.drawbridge.sink.document;

/**
 * Proves that bytes are one JSON object by RFC 8259, without making anything of it: a parser would gather names and values
 * that nobody reads, for each record of a sink that passes bytes through. The bytes are valid UTF-8 already.
 */
final class JsonScanner {

    private static final int WRONG = -1;

    private final byte[] json;
    private final int maxDepth;
    /** Where the scan stands, and where it stopped when something is wrong. */
    private int at;
    /** A string holds half a surrogate pair. */
    private boolean halved;

    private JsonScanner(byte[] json, int maxDepth) {
        this.json = json;
        this.maxDepth = maxDepth;
    }

    /** Scans {@code json}, whose objects and arrays may be nested {@code maxDepth} deep. */
    static void scan(byte[] json, int maxDepth) throws DocumentSource.Unsafe {
        JsonScanner scanner = new JsonScanner(json, maxDepth);
        if (scanner.next() != '{') {
            throw new DocumentSource.Unsafe("is not a JSON object");
        }
        if (!scanner.value(0)) {
            throw new DocumentSource.Unsafe(
                    "is not well-formed JSON of at most " + maxDepth + " levels, near byte " + scanner.at);
        }
        if (scanner.halved) {
            throw new DocumentSource.Unsafe("holds text with half a surrogate pair");
        }
        if (scanner.next() != WRONG) {
            throw new DocumentSource.Unsafe("holds more than one JSON value");
        }
    }

    /** The next byte that is no whitespace, not consumed; {@link #WRONG} at the end. */
    private int next() {
        for (int i = at; i < json.length; i++) {
            byte b = json[i];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                at = i;
                return b;
            }
        }
        at = json.length;
        return WRONG;
    }

    private boolean value(int depth) {
        return switch (next()) {
            case '{' -> depth < maxDepth && object(depth + 1);
            case '[' -> depth < maxDepth && array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        if (next() == '}') {
            at++;
            return true;
        }
        while (next() == '"' && string() && next() == ':') {
            at++;
            if (!value(depth)) {
                return false;
            }
            int end = next();
            if (end != ',') {
                return end == '}' && consumed();
            }
            at++;
        }
        return false;
    }

    private boolean array(int depth) {
        at++;
        if (next() == ']') {
            at++;
            return true;
        }
        while (value(depth)) {
            int end = next();
            if (end != ',') {
                return end == ']' && consumed();
            }
            at++;
        }
        return false;
    }

    private boolean consumed() {
        at++;
        return true;
    }

    private boolean string() {
        for (at = ordinaryUntil(at + 1); at < json.length; at = ordinaryUntil(at + 1)) {
            if (json[at] == '"') {
                return consumed();
            }
            if (json[at] != '\\' || !escape()) {
                return false;
            }
        }
        return false;
    }

    /** Where what may stand in a string as it is ends. A loop of its own, which the compiler keeps in registers. */
    private int ordinaryUntil(int from) {
        byte[] bytes = json;
        int i = from;
        while (i < bytes.length && (bytes[i] < 0 || bytes[i] >= ' ') && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Stops at its last byte. Half a surrogate pair is no text: the other half must follow as an escape, too. */
    private boolean escape() {
        at++;
        if (at == json.length || json[at] != 'u') {
            return at < json.length && "\"\\/bfnrt".indexOf(json[at]) >= 0;
        }
        int unit = unit();
        if (Character.isHighSurrogate((char) unit)
                && at + 2 < json.length
                && json[at + 1] == '\\'
                && json[at + 2] == 'u') {
            at += 2;
            int low = unit();
            halved |= low >= 0 && !Character.isLowSurrogate((char) low);
            return low >= 0;
        }
        halved |= unit >= 0 && Character.isSurrogate((char) unit);
        return unit >= 0;
    }

    /** The four digits after a {@code u}, at which it stands; it stops at the last. {@link #WRONG} if there are none. */
    private int unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            int digit = at == json.length ? -1 : Character.digit(json[at], 16);
            if (digit < 0) {
                return WRONG;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private boolean literal(String text) {
        for (int i = 0; i < text.length(); i++, at++) {
            if (at == json.length || json[at] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        skip('-');
        if (!skip('0') && !digits()) {
            return false;
        }
        if (skip('.') && !digits()) {
            return false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            return digits();
        }
        return true;
    }

    private boolean skip(char expected) {
        if (at < json.length && json[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean digits() {
        int from = at;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at > from;
    }
}
