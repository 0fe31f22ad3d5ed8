package dev.drawbridge.ops.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * HTTP for a tool that may send nothing for minutes. Firewalls and load balancers forget a connection that is idle, without a
 * word to either side, and a request on it waits for its timeout; {@code java.net.http} keeps connections for 20 minutes on a
 * JDK before 20. So after a pause all connections are new. Redirects are not followed: they would take credentials with them.
 * Thread-safe.
 */
final class IdleSafeHttp {
    /** Less than the idle timeouts of firewalls and load balancers, of which 60 s is the shortest in common use. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private final Optional<Path> ca;
    private HttpClient client;
    private long lastUse;

    /** @param ca certificates to trust instead of the JDK's */
    IdleSafeHttp(Optional<Path> ca) {
        this(ca, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    IdleSafeHttp(Optional<Path> ca, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.ca = ca;
        this.client = client(ca);
        this.lastUse = nanoTime.getAsLong();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
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
            client = client(ca);
        }
        lastUse = now;
        return client;
    }

    private static HttpClient client(Optional<Path> ca) {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(Tls.context(ca))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
