package dev.drawbridge.stack.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Plain HTTP to a component of the stack. Thread-safe. */
public final class Probe {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Probe() {}

    public static boolean isOk(URI uri, @Nullable String credentials) throws InterruptedException {
        try {
            return send(request(uri, credentials).GET()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** @param credentials {@code user:password}, or null */
    public static HttpRequest.Builder request(URI uri, @Nullable String credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
        if (credentials != null) {
            request.header("Authorization", basic(credentials));
        }
        return request;
    }

    /** @param credentials {@code user:password} */
    public static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
