package dev.drawbridge.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.util.Objects;
import java.util.Optional;

/**
 * Who sends a request, by its API key: a client, or an operator, who may do what no client may. Checked before anything else of
 * the request is read. Thread-safe.
 */
public final class Authentication {
    private static final String CLIENT = "drawbridge.client";
    private static final String ANONYMOUS = "";

    private final ApiKeys clients;
    private final ApiKeys operators;

    /**
     * @param clients none: whoever reaches the service is a client
     * @param operators none: nobody is an operator
     */
    public Authentication(ApiKeys clients, ApiKeys operators) {
        this.clients = clients;
        this.operators = operators;
    }

    /** Lets only clients through, where clients have keys. */
    public void requireClient(RoutesConfig routes, String path) {
        routes.before(path, context -> {
            if (!clients.isEmpty()) {
                context.attribute(CLIENT, client(clients, context).orElseThrow(UnauthorizedResponse::new));
            }
        });
    }

    /** Lets only operators through: a client's key is refused with 403, no key or an unknown one with 401. */
    public void requireOperator(RoutesConfig routes, String path) {
        routes.before(path, context -> {
            if (client(operators, context).isEmpty()) {
                throw client(clients, context).isPresent() ? new ForbiddenResponse() : new UnauthorizedResponse();
            }
        });
    }

    /** Lets clients and operators through, where clients have keys. */
    public void requireKey(RoutesConfig routes, String path) {
        routes.before(path, context -> {
            if (!clients.isEmpty()
                    && client(clients, context).isEmpty()
                    && client(operators, context).isEmpty()) {
                throw new UnauthorizedResponse();
            }
        });
    }

    /** The client whose request this is; empty where clients have no keys. */
    public static String client(Context context) {
        return Objects.requireNonNullElse(context.attribute(CLIENT), ANONYMOUS);
    }

    private static Optional<String> client(ApiKeys keys, Context context) {
        return keys.client(context.header("Authorization"));
    }
}
