package dev.drawbridge.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What a service says about itself: the description of its API, and its metrics. Thread-safe. */
public final class MetaRoutes {
    private final String openApi;
    private final PrometheusMeterRegistry metrics;

    /** @param openApi the text of the service's {@code openapi.json} */
    public MetaRoutes(String openApi, PrometheusMeterRegistry metrics) {
        this.openApi = openApi;
        this.metrics = metrics;
    }

    public void register(RoutesConfig routes) {
        routes.get("/openapi.json", context -> context.contentType("application/json")
                .result(openApi));
        routes.get("/metrics", this::metrics);
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }
}
