package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.IdempotencyKey;
import dev.drawbridge.write.order.application.Origin;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says besides its path: which order, on what version, from where, and with what body. Used by one thread. */
final class CommandRequest {
    /** More than the largest order command by far. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern RFC_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Pattern STRONG_ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final Pattern QUOTED_STRING = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,128})\"");
    private static final Pattern JSON_UTF8 =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Context context;
    private final HttpSettings settings;

    CommandRequest(Context context, HttpSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    UUID id(String of) {
        return id(context, of);
    }

    static UUID id(Context context, String of) {
        String id = context.pathParam("id");
        if (!RFC_UUID.matcher(id).matches()) {
            throw new MalformedRequest(
                    "The " + of + "'s id must be a UUID, such as a version 7 one made by the client.");
        }
        return UUID.fromString(id.toLowerCase(Locale.ROOT));
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
    void demandWhatIsRequired(CommandTask task) {
        if (settings.requireIfMatch() && task != CommandTask.CREATE && context.header("If-Match") == null) {
            throw new HttpResponseException(HttpStatus.PRECONDITION_REQUIRED.getCode());
        }
        if (settings.requireIdempotencyKey() && context.header("Idempotency-Key") == null) {
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
    Origin origin() {
        return new Origin(
                header("traceparent", TRACEPARENT), header("X-Correlation-Id", TOKEN), header("X-Causation-Id", TOKEN));
    }

    /** Empty when there is no body, which commands that say all by their name do not need. */
    String body() {
        byte[] bytes = bytes();
        if (bytes.length > 0) {
            demandJson();
        }
        return utf8(bytes);
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

    private void demandJson() {
        String type = context.contentType();
        if (type == null || !JSON_UTF8.matcher(type.strip()).matches()) {
            throw new UnsupportedMediaTypeResponse();
        }
    }

    private byte[] bytes() {
        try (BodyDeadline deadline = new BodyDeadline(context.req(), settings.bodyTimeout())) {
            return bytes(context.bodyInputStream(), deadline);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new HttpResponseException(HttpStatus.REQUEST_TIMEOUT.getCode());
            }
            throw new MalformedRequest("The body ended early.");
        }
    }

    /** Counts what arrives, not what Content-Length says, and how long it takes. */
    private static byte[] bytes(InputStream in, BodyDeadline deadline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (bytes.size() > MAX_BODY_BYTES) {
                throw new ContentTooLargeResponse();
            }
            if (deadline.hasPassed()) {
                throw new HttpResponseException(HttpStatus.REQUEST_TIMEOUT.getCode());
            }
        }
        return bytes.toByteArray();
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRequest("The body is not UTF-8.");
        }
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
