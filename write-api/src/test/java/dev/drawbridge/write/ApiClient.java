package dev.drawbridge.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Speaks to the service as any client does. */
final class ApiClient {
    static final String CREATE =
            "{\"customerName\":\"Ada Lovelace\",\"customerCity\":\"London\",\"staffNote\":\"calls back\"}";
    static final String ADD_LINE = "{\"productName\":\"Teapot\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}";
    static final String CANCEL = "{\"reason\":\"changed my mind\"}";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    /** What came back. */
    record Answer(
            int status,
            String contentType,
            Optional<String> etag,
            Optional<String> token,
            Optional<String> location,
            String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        /** The last part of the problem's type URI. */
        String problem() {
            if (!contentType.equals("application/problem+json")
                    || json().get("status").intValue() != status) {
                throw new AssertionError("Not a problem: " + this);
            }
            return json().get("type").textValue().replace("https://drawbridge.dev/problems/", "");
        }
    }

    ApiClient(int port) {
        this.port = port;
    }

    Answer post(String path, String body, String... headers) {
        return post(path, BodyPublishers.ofString(body), headers);
    }

    /** Sent as JSON unless the headers name another content type. */
    Answer post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).POST(body);
        if (!String.join(" ", headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer postNothing(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Answer get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("ETag"),
                    response.headers().firstValue("Consistency-Token"),
                    response.headers().firstValue("Location"),
                    response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
