package dev.drawbridge.write;

import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.http.HttpServer;
import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.http.CommandHandlers;
import dev.drawbridge.write.http.CommandType;
import dev.drawbridge.write.http.WriteRoutes;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.Republisher;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.queue.AsyncCommandHandler;
import dev.drawbridge.write.order.application.queue.Deferrals;
import dev.drawbridge.write.order.application.queue.Workers;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.postgres.PostgresOrders;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: everything it is made of, from top to bottom. It does not wait for its database; {@code /ready} says whether it is there. */
public final class WriteApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteApi.class);

    private final HikariDataSource dataSource;
    private final DatabaseWatch watch;
    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Workers workers;
    private final Housekeeping housekeeping;
    private final HttpServer server;

    /** Runs the service until the process is asked to end. */
    public static void main(String[] args) {
        try {
            WriteApi api = start(WriteApiConfig.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(api::close, "shutdown"));
        } catch (WriteApiConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static WriteApi start(WriteApiConfig config) {
        return start(config, Deferrals.DEFAULT);
    }

    static WriteApi start(WriteApiConfig config, Deferrals deferrals) {
        WriteApi api = new WriteApi(config, deferrals);
        LOG.info("Listening on {}:{}", config.http().host(), api.port());
        return api;
    }

    private WriteApi(WriteApiConfig config, Deferrals deferrals) {
        dataSource = WriteDatabase.pool(
                config.database(), "write-api", config.database().connections());
        dataSource.setMetricRegistry(metrics);
        watch = new DatabaseWatch(config.database());
        readiness = new Readiness(watch::isReady, System::nanoTime);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);

        Clock clock = Clock.systemUTC();
        Backoff backoff = new Backoff(5, Duration.ofMillis(10), Thread::sleep);
        // Asks for about three seconds, or longer while connections cannot be had.
        Backoff commitOutcomes = new Backoff(6, Duration.ofMillis(100), Thread::sleep);
        EventIds ids = new EventIds(clock);
        Orders orders = new PostgresOrders(dataSource, ids, commitOutcomes);
        OrderCommandHandler sync = new OrderCommandHandler(orders, backoff, clock);
        AsyncCommandHandler async = new AsyncCommandHandler(
                orders, sync, backoff, (type, body) -> CommandType.of(type).read(body), deferrals);

        Gauge.builder("drawbridge.write.queue.pending", watch, DatabaseWatch::pendingCommands)
                .description("Commands that wait to be carried out")
                .register(metrics);
        workers = new Workers(async, config.maintenance().workers(), new QueueFailures(metrics));
        housekeeping = new Housekeeping(dataSource, config.maintenance(), metrics);
        housekeeping.start();
        server = listen(
                config, new CommandHandlers(sync, async, workers::wake, ids::next, new Republisher(orders, backoff)));
    }

    private HttpServer listen(WriteApiConfig config, CommandHandlers handlers) {
        try {
            return new WriteRoutes(
                            config.clients(),
                            config.operators(),
                            config.commands(),
                            handlers,
                            readiness::isReady,
                            metrics)
                    .start(config.http());
        } catch (JavalinBindException e) {
            stopWorking();
            throw new WriteApiConfigException("Cannot listen on "
                    + config.http().host() + ":" + config.http().port()
                    + ": the port is taken, or the address is not of this machine. Set " + WriteApiConfig.PORT
                    + " to a free port, or " + WriteApiConfig.HOST + " to another address.");
        }
    }

    int port() {
        return server.port();
    }

    /** Finishes running requests and commands in hand, then gives the connections back; what fails keeps nothing else up. */
    @Override
    public void close() {
        LOG.info("Stopping: finishing running requests");
        stop("The HTTP server", server::close);
        stopWorking();
        LOG.info("Stopped");
    }

    private void stopWorking() {
        stop("The workers", workers::close);
        stop("Housekeeping", housekeeping::close);
        stop("The readiness check", readiness::close);
        stop("The connection for checks", watch::close);
        stop("The pool of connections", dataSource::close);
    }

    private static void stop(String part, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            LOG.warn("{} did not stop in order: {}", part, e.getMessage());
        }
    }
}
