package dev.drawbridge.http;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request's line and headers take too long to arrive. Jetty knows only pauses, and a byte now and
 * then is none. Checks all connections periodically, as most requests are over before a check. Thread-safe.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    private static final int CHECKS_PER_TIMEOUT = 10;

    private final Scheduler scheduler;
    private final Duration timeout;
    private final Duration betweenChecks;
    private final Map<HttpConnection, Arrival> arrivals = new ConcurrentHashMap<>();

    /** What a connection had brought when it last brought nothing of a new request. */
    private record Arrival(long requests, long bytes, long nanoTime) {
        boolean goesOnIn(HttpConnection connection) {
            return connection.getParser().inHeaderState()
                    && connection.getMessagesIn() == requests
                    && connection.getBytesIn() > bytes;
        }
    }

    /** @param timeout from the first byte of a request to the end of its headers, give or take a tenth */
    HeaderDeadline(Connector connector, Duration timeout) {
        this.scheduler = connector.getScheduler();
        this.timeout = timeout;
        this.betweenChecks = Collections.min(List.of(timeout.dividedBy(CHECKS_PER_TIMEOUT), Duration.ofSeconds(1)));
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            arrivals.put(http, new Arrival(0, 0, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            arrivals.remove(http);
        }
    }

    @Override
    protected void doStart() {
        checkLater();
    }

    private void checkLater() {
        scheduler.schedule(this::check, betweenChecks.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (isRunning()) {
            arrivals.replaceAll(this::check);
            checkLater();
        }
    }

    private Arrival check(HttpConnection connection, Arrival arrival) {
        long now = System.nanoTime();
        if (!arrival.goesOnIn(connection)) {
            return new Arrival(connection.getMessagesIn(), connection.getBytesIn(), now);
        }
        if (now - arrival.nanoTime() > timeout.toNanos()) {
            connection.getEndPoint().close(new TimeoutException("The headers took too long"));
        }
        return arrival;
    }
}
