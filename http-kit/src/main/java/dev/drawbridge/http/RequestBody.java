package dev.drawbridge.http;

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
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Reads JSON bodies of a bounded size within a bounded time. Stateless. */
public final class RequestBody {
    /** More than the largest request of any of our services by far. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Pattern JSON_UTF8 =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private RequestBody() {}

    /**
     * The body's text; empty when there is none, whatever its media type.
     *
     * @param timeout from now on, until all of it must have arrived
     * @throws MalformedRequest when it ends early, or is not UTF-8
     * @throws HttpResponseException 408, 413 or 415
     */
    public static String json(Context context, Duration timeout) {
        byte[] bytes = bytes(context, timeout);
        if (bytes.length > 0) {
            requireJson(context);
        }
        return utf8(bytes);
    }

    private static void requireJson(Context context) {
        String type = context.contentType();
        if (type == null || !JSON_UTF8.matcher(type.strip()).matches()) {
            throw new UnsupportedMediaTypeResponse();
        }
    }

    private static byte[] bytes(Context context, Duration timeout) {
        try (BodyDeadline deadline = new BodyDeadline(context.req(), timeout)) {
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
            if (bytes.size() > MAX_BYTES) {
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
}
