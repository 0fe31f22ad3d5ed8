package dev.drawbridge.ops.connect;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * HTTP for a tool that may send nothing for minutes. Firewalls and load balancers forget a connection that is idle, without a
 * word to either side, and a request on it waits for its timeout; {@code java.net.http} keeps connections for 20 minutes on a
 * JDK before 20. So after a pause all connections are new. Redirects are not followed: they would take credentials with them.
 * Thread-safe.
 */
public final class IdleSafeHttp {
    /** Less than the idle timeouts of firewalls and load balancers, of which 60 s is the shortest in common use. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private HttpClient client = client();
    private long lastUse;

    public IdleSafeHttp() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public IdleSafeHttp(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastUse = nanoTime.getAsLong();
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return inUse().send(request, BodyHandlers.ofString());
        } finally {
            inUse();
        }
    }

    /** A client that is dropped ends by itself, once its requests have. */
    private synchronized HttpClient inUse() {
        long now = nanoTime.getAsLong();
        if (now - lastUse > LONGEST_IDLE_NANOS) {
            client = client();
        }
        lastUse = now;
        return client;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
