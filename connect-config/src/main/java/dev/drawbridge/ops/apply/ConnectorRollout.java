package dev.drawbridge.ops.apply;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.connect.Rollout;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.time.Duration;

/**
 * Applies a connector and waits until it does its work. Connect's own status is not enough: after a worker was killed it goes on
 * saying RUNNING of tasks that are gone, so each connector brings a check of its own. Thread-safe.
 */
public final class ConnectorRollout {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(40);

    private final ConnectApi connect;
    private final Duration timeout;
    private final StepListener listener;

    /**
     * @param timeout what each connector gets until it works
     * @param listener is called once for a connector that takes longer than 20 s
     */
    public ConnectorRollout(ConnectApi connect, Duration timeout, StepListener listener) {
        this.connect = connect;
        this.timeout = timeout;
        this.listener = listener;
    }

    /** Whether a connector, whose tasks run, does its work. */
    @FunctionalInterface
    public interface Check {
        boolean holds() throws Exception;
    }

    /** Removes what a component or connector would wait for in vain. */
    @FunctionalInterface
    public interface Repair {
        void run() throws InterruptedException;
    }

    /** Applies without repairs; see {@link #deploy(ConnectorFile, Check, Repair)}. */
    public void deploy(ConnectorFile connector, Check works) throws Exception {
        deploy(connector, works, () -> {});
    }

    /**
     * Applies the connector, and returns when tasks of this very configuration run and {@code works} holds.
     *
     * @param repair is called as long as it does not work
     * @throws ActionRequiredException when Connect refuses it, or it does not work in time; with the reason of a failed task
     */
    public void deploy(ConnectorFile connector, Check works, Repair repair) throws Exception {
        long start = System.nanoTime();
        boolean reported = false;
        Attempt attempt = new Attempt(connector, works);
        while (!attempt.works()) {
            repair.run();
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(timeout) > 0) {
                throw new ActionRequiredException("Connector " + connector.name() + " does not run: " + attempt.reason
                        + ". See GET /connectors/" + connector.name() + "/status and the worker's log.");
            }
            if (!reported && waited.compareTo(LONG) > 0) {
                listener.done(connector.name() + " does not run yet: " + attempt.reason, waited);
                reported = true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** One connector on its way. Used by one thread. */
    private final class Attempt {
        private final ConnectorFile connector;
        private final Check check;
        private long restartedAt = System.nanoTime();
        private boolean applied;
        private String reason = "it does not do its work yet";

        Attempt(ConnectorFile connector, Check check) {
            this.connector = connector;
            this.check = check;
        }

        boolean works() throws Exception {
            try {
                if (!applied) {
                    new Rollout(connect).apply(connector);
                    applied = true;
                }
                if (connect.isRunning(connector.name()) && check.holds()) {
                    return true;
                }
                restartWhenDue();
                reason = FailureTrace.firstReason(connect.status(connector.name()))
                        .orElse(reason);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()); // a worker that has just joined its group may be busy
            }
            return false;
        }

        /** Connect may show as RUNNING a task whose end it could not record, as while Kafka was away, and restarts but failed ones. */
        private void restartWhenDue() throws IOException, InterruptedException {
            if (System.nanoTime() - restartedAt > BETWEEN_RESTARTS.toNanos()) {
                restartedAt = System.nanoTime();
                connect.restart(connector.name());
            }
        }
    }
}
