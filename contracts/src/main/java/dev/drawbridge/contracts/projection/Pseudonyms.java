package dev.drawbridge.contracts.projection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes pseudonyms: HMAC-SHA-256 under a key that only the producer has, so that nobody can find the value by trying, while
 * equal values stay equal. Thread-safe.
 */
public final class Pseudonyms {
    /** The shortest key that is worth having, in bytes. */
    public static final int MIN_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final @Nullable SecretKeySpec key;

    private Pseudonyms(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /** Pseudonyms under a key of at least {@value #MIN_KEY_BYTES} bytes of UTF-8. */
    public static Pseudonyms under(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("The key is shorter than " + MIN_KEY_BYTES + " bytes");
        }
        return new Pseudonyms(new SecretKeySpec(bytes, ALGORITHM));
    }

    /** For contracts that need none. */
    public static Pseudonyms none() {
        return new Pseudonyms(null);
    }

    /** The pseudonym of a text, in 64 hexadecimal digits. */
    public String of(String text) {
        if (key == null) {
            throw new IllegalStateException("There is no key for pseudonyms");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
