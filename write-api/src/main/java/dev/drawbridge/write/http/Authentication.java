package dev.drawbridge.write.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.util.Objects;

/** Who sends a request, by its API key. Thread-safe. */
final class Authentication {
    private static final String CLIENT = "drawbridge.client";
    private static final String ANONYMOUS = "";

    private final ApiKeys keys;

    Authentication(ApiKeys keys) {
        this.keys = keys;
    }

    /** Before anything of the request is read: only health and the API's description are for everybody. */
    void register(RoutesConfig routes) {
        routes.before("/orders/*", this::demandKey);
        routes.before("/commands/*", this::demandKey);
        routes.before("/metrics", this::demandKey);
    }

    /** The client whose request this is; nobody in particular where no keys are demanded. */
    static String client(Context context) {
        return Objects.requireNonNullElse(context.attribute(CLIENT), ANONYMOUS);
    }

    private void demandKey(Context context) {
        if (!keys.isEmpty()) {
            String client = keys.client(context.header("Authorization")).orElseThrow(UnauthorizedResponse::new);
            context.attribute(CLIENT, client);
        }
    }
}
