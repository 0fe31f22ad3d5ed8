package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.OrderCommandHandler;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP face of the write side. Started and stopped by one thread. */
public final class HttpServer implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free
     * @param ready whether commands can be carried out at the moment
     * @throws io.javalin.util.JavalinBindException when the port is taken
     */
    public static HttpServer start(String host, int port, OrderCommandHandler handler, BooleanSupplier ready) {
        ProblemMapper problems = new ProblemMapper();
        Javalin javalin = Javalin.create(config -> {
            configure(config);
            problems.register(config.routes);
            new HealthRoutes(ready).register(config.routes);
            new CommandRoutes(handler, problems).register(config.routes);
        });
        return new HttpServer(javalin.start(host, port));
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no new requests, and waits up to ten seconds for running ones. */
    @Override
    public void close() {
        javalin.stop();
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> {
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(GRACE.toMillis());
            server.setErrorHandler(new PlainProblems());
        });
        config.router.javaLangErrorHandler((response, error) -> PlainProblems.answer(response, error));
    }
}
