package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.Origin;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says besides its path: which order, on what version, from where, and with what body. Used by one thread. */
final class CommandRequest {
    /** More than the largest order command by far. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern RFC_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Pattern STRONG_ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final Pattern JSON_UTF8 =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Context context;

    CommandRequest(Context context) {
        this.context = context;
    }

    UUID orderId() {
        String id = context.pathParam("id");
        if (!RFC_UUID.matcher(id).matches()) {
            throw new MalformedRequest("The order's id must be a UUID, such as a version 7 one made by the client.");
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

    /** Hints for tracing, never reasons to refuse a command: what is not well-formed is left out. */
    Origin origin() {
        return new Origin(
                header("traceparent", TRACEPARENT), header("X-Correlation-Id", TOKEN), header("X-Causation-Id", TOKEN));
    }

    JsonBody body() {
        byte[] bytes = bytes();
        demandJson();
        return JsonBody.parse(utf8(bytes));
    }

    /** For commands that say all by their name: nothing, or an empty object. */
    void demandNoFields() {
        byte[] bytes = bytes();
        if (bytes.length > 0) {
            demandJson();
            JsonBody.parse(utf8(bytes)).demandNothingElse();
        }
    }

    private void demandJson() {
        String type = context.contentType();
        if (type == null || !JSON_UTF8.matcher(type.strip()).matches()) {
            throw new UnsupportedMediaTypeResponse();
        }
    }

    /** Counts what arrives, not what Content-Length says. */
    private byte[] bytes() {
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ContentTooLargeResponse();
            }
            return bytes;
        } catch (IOException e) {
            throw new MalformedRequest("The body ended early.");
        }
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

    private @Nullable String header(String name, Pattern wellFormed) {
        String value = context.header(name);
        return value != null && wellFormed.matcher(value).matches() ? value : null;
    }
}
