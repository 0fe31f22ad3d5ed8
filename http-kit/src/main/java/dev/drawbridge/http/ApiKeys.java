package dev.drawbridge.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a service, each with the SHA-256 of its key, or of several while one takes another's place. The keys themselves
 * are random and long, so that a plain hash of them reveals nothing. Thread-safe.
 */
public final class ApiKeys {
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9a-f]{64})");
    private static final Pattern BEARER =
            Pattern.compile("Bearer ([A-Za-z0-9._~+/-]{1,512}=*)", Pattern.CASE_INSENSITIVE);
    private static final int KEY_BYTES = 32;

    /** Names by hash, in hexadecimal: a key is one client's. */
    private final Map<String, String> names;

    private ApiKeys(Map<String, String> names) {
        this.names = names;
    }

    /**
     * Reads {@code name:hash, name:hash}; nothing but space is no client at all.
     *
     * @throws IllegalArgumentException when an entry is something else, or a hash comes twice; it is not quoted
     */
    public static ApiKeys parse(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher parts = ENTRY.matcher(entry.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("entry " + (names.size() + 1) + " is not NAME:SHA256");
            }
            if (names.put(parts.group(2), parts.group(1)) != null) {
                throw new IllegalArgumentException("entry " + (names.size() + 1) + " repeats the hash of another one");
            }
        }
        return new ApiKeys(names);
    }

    /** A new key of 256 random bits. */
    public static String generate() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** What is kept of a key. */
    public static String hash(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    /** True when nobody has to show a key. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Whether one of these keys is one of the others too. */
    public boolean hasAnyOf(ApiKeys others) {
        return names.keySet().stream().anyMatch(others.names::containsKey);
    }

    /** The client whose key an {@code Authorization} header holds. Takes as long for a wrong key as for a right one. */
    Optional<String> client(@Nullable String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization.strip());
        if (!bearer.matches()) {
            return Optional.empty();
        }
        byte[] hash = hash(bearer.group(1)).getBytes(StandardCharsets.US_ASCII);
        String client = null;
        for (Map.Entry<String, String> entry : names.entrySet()) {
            if (MessageDigest.isEqual(entry.getKey().getBytes(StandardCharsets.US_ASCII), hash)) {
                client = entry.getValue();
            }
        }
        return Optional.ofNullable(client);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
