package dev.drawbridge.sink.document;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 taken strictly: nothing is replaced, what is not valid is refused. */
final class Utf8 {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_TOP_BIT = 0x8080808080808080L;
    private static final long EACH_SPACE = 0x2020202020202020L;

    private Utf8() {}

    /**
     * A place up to which, from {@code from}, there is nothing but printable ASCII: most of most documents. Goes by eight bytes:
     * subtracting a space from each leaves a top bit where there is a control character, or its neighbour is one.
     */
    static int printableUntil(byte[] bytes, int from) {
        int i = from;
        while (i + Long.BYTES <= bytes.length) {
            long eight = (long) EIGHT.get(bytes, i);
            if (((eight | (eight - EACH_SPACE)) & EACH_TOP_BIT) != 0) {
                return i;
            }
            i += Long.BYTES;
        }
        return i;
    }

    /** The bytes of {@code text}, or null when it holds half a surrogate pair. */
    static byte @Nullable [] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The text of {@code bytes}, up to their limit, or null when they are not well-formed. */
    static @Nullable String decode(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Whether {@code text} has no half of a surrogate pair. */
    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encode(text) != null;
            }
        }
        return true;
    }

    /** Whether {@code bytes} are well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates. */
    static boolean isValid(byte[] bytes) {
        int i = printableUntil(bytes, 0);
        while (i < bytes.length) {
            int length = bytes[i] >= 0 ? 1 : sequenceLength(bytes, i);
            if (length == 0) {
                return false;
            }
            i = printableUntil(bytes, i + length);
        }
        return true;
    }

    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continued(bytes, at, 1, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return continued(bytes, at, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            return continued(bytes, at, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) ? 4 : 0;
        }
        return 0;
    }

    private static boolean continued(byte[] bytes, int at, int count, int lowest, int highest) {
        if (at + count >= bytes.length) {
            return false;
        }
        int first = bytes[at + 1] & 0xFF;
        if (first < lowest || first > highest) {
            return false;
        }
        for (int i = 2; i <= count; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
