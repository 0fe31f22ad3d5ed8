package dev.drawbridge.sink.elastic.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ConnectionKeepAliveStrategy;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.reactor.IOReactorException;
import org.apache.http.nio.reactor.IOReactorExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that the client keeps, and for how long: a firewall between drops quiet ones without a word to either side. */
final class ConnectionPool {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** What the task's thread asks of an index must not wait for bulks. */
    private static final int BESIDE_BULKS = 2;

    private ConnectionPool() {}

    /** Opens no connection yet; belongs to the client that it is given to, and is closed with it. */
    static PoolingNHttpClientConnectionManager of(Connection connection) {
        RegistryBuilder<SchemeIOSessionStrategy> schemes =
                RegistryBuilder.<SchemeIOSessionStrategy>create().register("http", NoopIOSessionStrategy.INSTANCE);
        if (connection.isEncrypted()) {
            schemes.register("https", TlsStrategy.of(connection.tls()));
        }
        var pool = new PoolingNHttpClientConnectionManager(reactor(), schemes.build());
        int each = connection.requests() + BESIDE_BULKS;
        pool.setDefaultMaxPerRoute(each);
        pool.setMaxTotal(each * connection.nodes().size());
        return pool;
    }

    /** One exception must not end the threads that serve all connections. */
    private static DefaultConnectingIOReactor reactor() {
        IOReactorConfig config = IOReactorConfig.custom().setSoKeepAlive(true).build();
        try {
            DefaultConnectingIOReactor reactor = new DefaultConnectingIOReactor(config, ConnectionPool::daemon);
            reactor.setExceptionHandler(new KeepRunning());
            return reactor;
        } catch (IOReactorException e) {
            throw new IllegalStateException("Cannot open a selector for connections", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "elasticsearch-io");
        thread.setDaemon(true);
        return thread;
    }

    /** An older connection is not used again; a node may ask for less. */
    static ConnectionKeepAliveStrategy keepAlive(Duration idleTimeout) {
        return (response, context) -> {
            long asked = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
            return asked < 0 ? idleTimeout.toMillis() : Math.min(asked, idleTimeout.toMillis());
        };
    }

    /** After a request that got no answer: the other quiet connections may be as dead, and would cost a timeout each. */
    static void closeIdle(PoolingNHttpClientConnectionManager pool) {
        pool.closeIdleConnections(0, TimeUnit.MILLISECONDS);
    }

    private static final class KeepRunning implements IOReactorExceptionHandler {

        @Override
        public boolean handle(java.io.IOException e) {
            LOG.warn("A connection to Elasticsearch failed", e);
            return true;
        }

        @Override
        public boolean handle(RuntimeException e) {
            LOG.warn("A connection to Elasticsearch failed", e);
            return true;
        }
    }
}
