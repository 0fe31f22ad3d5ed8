package dev.drawbridge.ops.http;

import dev.drawbridge.ops.environment.HttpAccess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The instances of one server: a request goes to the first, and to the next where no connection comes about. Thread-safe. */
public final class HttpEndpoint {
    private final HttpAccess access;
    private final IdleSafeHttp http;

    public HttpEndpoint(HttpAccess access) {
        this.access = access;
        this.http = new IdleSafeHttp(access.ca());
    }

    /** For messages. */
    public URI url() {
        return access.url();
    }

    /**
     * Sends a JSON request.
     *
     * @param path with its query
     * @param request method and body
     * @throws ConnectException when no instance can be reached
     * @throws HttpTimeoutException when the one that was reached does not answer in time: it may have done what was asked
     */
    public HttpResponse<String> send(String path, Duration timeout, UnaryOperator<HttpRequest.Builder> request)
            throws IOException, InterruptedException {
        ConnectException unreachable = new ConnectException("no instance");
        for (URI instance : access.urls()) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(resolve(instance, path))
                    .timeout(timeout)
                    .header("Content-Type", "application/json");
            access.authorization().ifPresent(authorization -> builder.header("Authorization", authorization.header()));
            try {
                return http.send(request.apply(builder).build());
            } catch (ConnectException e) {
                unreachable = e;
            } catch (HttpConnectTimeoutException e) {
                unreachable = new ConnectException("no connection in time");
                unreachable.initCause(e);
            }
        }
        throw unreachable;
    }

    /** An address may have a path of its own, as behind a proxy. */
    static URI resolve(URI instance, String path) {
        String base = instance.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
