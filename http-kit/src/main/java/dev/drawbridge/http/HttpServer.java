package dev.drawbridge.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server of a service. Started and stopped by one thread. */
public final class HttpServer implements AutoCloseable {
    /** A connection on which nothing moves is closed. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    /** Hundreds of clients may come at once: with Java's 50 the kernel drops some, and they lose a second or their request. */
    private static final int ACCEPT_QUEUE = 1_024;

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts to listen.
     *
     * @param problems answers what goes wrong outside of the routes too
     * @param routes adds those of the service, and the problems that its own exceptions stand for
     * @throws io.javalin.util.JavalinBindException when the port is taken
     */
    public static HttpServer start(HttpSettings settings, ProblemMapper problems, Consumer<RoutesConfig> routes) {
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings, new JettyErrorHandler(problems));
            config.jetty.addConnector((server, http) -> connector(server, http, settings));
            problems.register(config.routes);
            routes.accept(config.routes);
        });
        return new HttpServer(javalin.start(settings.host(), settings.port()));
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /**
     * Takes no new requests, and waits up to ten seconds for running ones.
     *
     * @throws IllegalStateException when some still ran by then and were cut off, or something else went wrong
     */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            String why = e.getCause() instanceof TimeoutException
                    ? "requests still ran after " + GRACE.toSeconds() + " s, and were cut off"
                    : "requests may have been cut off";
            throw new IllegalStateException(why, e);
        }
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.addBean(new HeaderDeadline(connector, settings.requestTimeout()));
        return connector;
    }

    private static void configure(JavalinConfig config, HttpSettings settings, JettyErrorHandler errors) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> {
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(GRACE.toMillis());
            server.setErrorHandler(errors);
            server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
        });
        config.router.javaLangErrorHandler(errors::answer);
    }
}
