package dev.drawbridge.write;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.write.http.HttpServer;
import dev.drawbridge.write.order.application.Backoff;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.Orders;
import dev.drawbridge.write.order.postgres.PostgresOrders;
import io.javalin.util.JavalinBindException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: everything it is made of, from top to bottom. It does not wait for its database; {@code /ready} tells. */
public final class WriteApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteApi.class);

    private final HikariDataSource dataSource;
    private final HttpServer server;

    private WriteApi(HikariDataSource dataSource, HttpServer server) {
        this.dataSource = dataSource;
        this.server = server;
    }

    /** Runs the service until the process is told to end. */
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
        HikariDataSource dataSource = pool(config);
        try {
            Clock clock = Clock.systemUTC();
            Orders orders = new PostgresOrders(dataSource, clock);
            Backoff backoff = new Backoff(5, Duration.ofMillis(10), Thread::sleep);
            OrderCommandHandler handler = new OrderCommandHandler(orders, backoff, clock);
            HttpServer server =
                    HttpServer.start(config.host(), config.port(), handler, () -> WriteDatabase.isReady(dataSource));
            LOG.info("Listening on {}:{}", config.host(), server.port());
            return new WriteApi(dataSource, server);
        } catch (JavalinBindException e) {
            dataSource.close();
            throw new WriteApiConfigException("Cannot listen on " + config.host() + ":" + config.port()
                    + ": the port is taken, or the address is not of this machine. Set " + WriteApiConfig.PORT
                    + " to a free port, or " + WriteApiConfig.HOST + " to another address.");
        }
    }

    int port() {
        return server.port();
    }

    /** Finishes running requests, then gives the connections back. */
    @Override
    public void close() {
        LOG.info("Stopping: finishing running requests");
        server.close();
        dataSource.close();
        LOG.info("Stopped");
    }

    private static HikariDataSource pool(WriteApiConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("write-api");
        pool.setJdbcUrl(config.dbUrl());
        pool.setUsername(config.dbUsername());
        pool.setPassword(config.dbPassword());
        pool.setMaximumPoolSize(10);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "drawbridge-write-api");
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Details of errors quote rows; they stay out of messages, and so out of logs.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty(
                "options", "-c lock_timeout=2s -c statement_timeout=10s -c idle_in_transaction_session_timeout=30s");
        return new HikariDataSource(pool);
    }
}
