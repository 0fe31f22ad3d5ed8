package dev.drawbridge.write.http;

import dev.drawbridge.http.ApiKeys;
import dev.drawbridge.http.Authentication;
import dev.drawbridge.http.HealthRoutes;
import dev.drawbridge.http.HttpServer;
import dev.drawbridge.http.HttpSettings;
import dev.drawbridge.http.MetaRoutes;
import dev.drawbridge.http.ProblemMapper;
import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Everything that this service answers. Thread-safe. */
public final class WriteRoutes {
    private static final String PATHS = "Commands are POSTed to /orders/{id}/{command}.";
    private static final String NOT_READY =
            "The database does not answer, only reads, or lacks tables or rights of this service.";
    private static final String OPENAPI = read("/openapi.json");

    private final Authentication authentication;
    private final HealthRoutes health;
    private final MetaRoutes meta;
    private final StatusRoutes status;
    private final CommandRoutes commands;
    private final RepublishRoute republish;

    /**
     * @param clients who may send commands; none: whoever reaches the address
     * @param operators who may republish; none: nobody
     * @param ready whether commands can be carried out at the moment
     */
    public WriteRoutes(
            ApiKeys clients,
            ApiKeys operators,
            CommandPolicy policy,
            CommandHandlers handlers,
            BooleanSupplier ready,
            PrometheusMeterRegistry metrics) {
        this.authentication = new Authentication(clients, operators);
        this.health = new HealthRoutes(ready, NOT_READY);
        this.meta = new MetaRoutes(OPENAPI, metrics);
        this.status = new StatusRoutes(handlers.async());
        this.commands = new CommandRoutes(handlers, policy, new CommandMetrics(metrics));
        this.republish = new RepublishRoute(handlers.republisher(), policy.bodyTimeout());
    }

    /** @throws io.javalin.util.JavalinBindException when the port is taken */
    public HttpServer start(HttpSettings settings) {
        return HttpServer.start(settings, new ProblemMapper(PATHS), this::register);
    }

    /** Health and the API's description are for everybody. */
    private void register(RoutesConfig routes) {
        authentication.requireClient(routes, "/orders/*");
        authentication.requireClient(routes, "/commands/*");
        authentication.requireKey(routes, "/metrics");
        authentication.requireOperator(routes, "/admin/*");
        CommandProblems.register(routes);
        health.register(routes);
        meta.register(routes);
        status.register(routes);
        commands.register(routes);
        republish.register(routes);
    }

    private static String read(String resource) {
        try (InputStream in = WriteRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
