package dev.drawbridge.write.http;

import dev.drawbridge.http.MalformedRequest;
import dev.drawbridge.http.RequestBody;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.MessageContext;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says besides its path: which order, on what version, from where, and with what body. Used by one thread. */
final class CommandRequest {
    private static final Pattern RFC_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Pattern STRONG_ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final Pattern QUOTED_STRING = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,128})\"");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Context context;
    private final CommandPolicy policy;

    CommandRequest(Context context, CommandPolicy policy) {
        this.context = context;
        this.policy = policy;
    }

    UUID id(String of) {
        return id(context, of);
    }

    static UUID id(Context context, String of) {
        String id = context.pathParam("id");
        if (!isUuid(id)) {
            throw new MalformedRequest(
                    "The " + of + "'s id must be a UUID, such as a version 7 one made by the client.");
        }
        return UUID.fromString(id.toLowerCase(Locale.ROOT));
    }

    static boolean isUuid(String id) {
        return RFC_UUID.matcher(id).matches();
    }

    OptionalLong expectedVersion() {
        String header = context.header("If-Match");
        if (header == null) {
            return OptionalLong.empty();
        }
        Matcher etag = STRONG_ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw new MalformedRequest("If-Match must be one ETag as this API gives it, such as \"3\".");
        }
        return OptionalLong.of(Long.parseLong(etag.group(1)));
    }

    /** @throws HttpResponseException 428 when the settings ask for more than the request says */
    void requirePreconditions(CommandType type) {
        if (policy.requireIfMatch() && type != CommandType.CREATE && context.header("If-Match") == null) {
            throw new HttpResponseException(HttpStatus.PRECONDITION_REQUIRED.getCode());
        }
        if (policy.requireIdempotencyKey() && context.header("Idempotency-Key") == null) {
            throw new MalformedRequest(
                    "The header Idempotency-Key is missing: send a new quoted string, such as a UUID,"
                            + " with each new command.");
        }
    }

    /** Whether the caller would rather not wait (RFC 7240). */
    boolean prefersAsync() {
        return Collections.list(context.req().getHeaders("Prefer")).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(preference -> preference.strip().equalsIgnoreCase("respond-async"));
    }

    /** Hints for tracing, never reasons to refuse a command: what is not well-formed is left out. */
    MessageContext messageContext() {
        return new MessageContext(
                header("traceparent", TRACEPARENT), header("X-Correlation-Id", TOKEN), header("X-Causation-Id", TOKEN));
    }

    /** Empty when there is no body, which commands that say all by their name do not need. */
    String body() {
        return RequestBody.json(context, policy.bodyTimeout());
    }

    /**
     * The key under which the outcome is to be remembered.
     *
     * @param path as this API writes it, not as the client did
     * @param body what came with it: the same key must not ask for two things
     */
    Optional<IdempotencyKey> idempotencyKey(String client, String path, String body) {
        String header = context.header("Idempotency-Key");
        if (header == null) {
            return Optional.empty();
        }
        Matcher key = QUOTED_STRING.matcher(header.strip());
        if (!key.matches()) {
            throw new MalformedRequest("Idempotency-Key must be a quoted string of 1 to 128 printable characters,"
                    + " such as \"01890a5d-ac96-774b-bcce-b302099a8057\".");
        }
        String asked = String.join("\n", path, String.valueOf(context.header("If-Match")), body);
        return Optional.of(new IdempotencyKey(client, key.group(1), sha256(asked)));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private @Nullable String header(String name, Pattern wellFormed) {
        String value = context.header(name);
        return value != null && wellFormed.matcher(value).matches() ? value : null;
    }
}
