package dev.drawbridge.write.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What the service tells about itself: the description of its API, and its metrics. Thread-safe. */
final class MetaRoutes {
    private static final String OPENAPI = read("/openapi.json");

    private final Supplier<String> metrics;

    MetaRoutes(Supplier<String> metrics) {
        this.metrics = metrics;
    }

    void register(RoutesConfig routes) {
        routes.get("/openapi.json", context -> context.contentType("application/json")
                .result(OPENAPI));
        routes.get("/metrics", this::metrics);
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
    }

    private static String read(String resource) {
        try (InputStream in = MetaRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
