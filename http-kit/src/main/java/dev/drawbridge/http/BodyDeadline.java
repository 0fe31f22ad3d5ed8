package dev.drawbridge.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Until when a body may take to arrive. When it passes, a read that waits fails: the connection then bears no pause at all,
 * so that neither a body that stands still nor one of which only framing comes holds a thread for longer. Closing it gives
 * the connection its own idle timeout back. Thread-safe.
 */
final class BodyDeadline implements AutoCloseable {
    private static final long NO_PAUSE_MS = 1;

    private final EndPoint connection;
    private final long idleTimeoutMs;
    private final long deadline;
    private final Scheduler.Task end;

    private boolean open = true;

    /** @param timeout from now on */
    BodyDeadline(HttpServletRequest request, Duration timeout) {
        ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
        connection = jetty.getConnectionMetaData().getConnection().getEndPoint();
        idleTimeoutMs = connection.getIdleTimeout();
        deadline = System.nanoTime() + timeout.toNanos();
        end = jetty.getComponents().getScheduler().schedule(this::end, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasPassed() {
        return System.nanoTime() - deadline >= 0;
    }

    @Override
    public synchronized void close() {
        open = false;
        if (!end.cancel()) {
            connection.setIdleTimeout(idleTimeoutMs);
        }
    }

    private synchronized void end() {
        if (open) {
            connection.setIdleTimeout(NO_PAUSE_MS);
        }
    }
}
