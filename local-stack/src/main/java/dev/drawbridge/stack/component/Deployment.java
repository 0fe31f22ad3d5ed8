package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.connect.Rollout;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.stack.process.StepListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * Puts a connector and waits until it does its work. Connect's own status is not enough: after a worker was killed it goes
 * on saying RUNNING of tasks that are gone, so each connector brings a check of its own.
 */
public final class Deployment {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private final ConnectApi client;
    private final Broker broker;
    private final StepListener progress;
    private Set<String> departed = Set.of();

    public Deployment(ConnectApi client, Broker broker, StepListener progress) {
        this.client = client;
        this.broker = broker;
        this.progress = progress;
    }

    public interface Check {
        boolean holds() throws Exception;
    }

    /** To be called before a worker is started: whoever is in the sink's group now is a member that has died. */
    public void rememberDeparted(String sink) throws InterruptedException {
        departed = broker.settledMembers(group(sink));
    }

    /** Whether a consumer of the worker that runs now has its partitions. */
    public boolean isConsuming(String sink) throws InterruptedException {
        Set<String> members = broker.settledMembers(group(sink));
        return !members.isEmpty() && Collections.disjoint(members, departed);
    }

    private static String group(String sink) {
        return "connect-" + sink;
    }

    /** @throws ActionRequiredException when it does not run, or does not work, after four minutes; with the reason of a failed task */
    public void deploy(ConnectorFile connector, Check works) throws Exception {
        deploy(connector, works, () -> {});
    }

    /** The same; {@code mend} is called as long as it does not work. What is waited for is told once, when it takes long. */
    public void deploy(ConnectorFile connector, Check works, ComponentStarter.Mend mend) throws Exception {
        long begun = System.nanoTime();
        boolean told = false;
        Run run = new Run(connector, works);
        while (!run.works()) {
            mend.run();
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (waited.compareTo(PATIENCE) > 0) {
                throw new ActionRequiredException("Connector " + connector.name() + " does not run: " + run.reason
                        + "; see ./drawbridge logs connect.");
            }
            if (!told && waited.compareTo(LONG) > 0) {
                progress.done(connector.name() + " does not run yet: " + run.reason, waited);
                told = true;
            }
            Thread.sleep(100);
        }
    }

    /** One connector on its way. Used by one thread. */
    private final class Run {
        private final ConnectorFile connector;
        private final Check check;
        private long restartedAt = System.nanoTime();
        private boolean applied;
        private String reason = "it does not do its work yet";

        Run(ConnectorFile connector, Check check) {
            this.connector = connector;
            this.check = check;
        }

        boolean works() throws Exception {
            try {
                if (!applied) {
                    new Rollout(client).apply(connector);
                    applied = true;
                }
                if (client.isRunning(connector.name()) && check.holds()) {
                    return true;
                }
                restartOnceInAWhile();
                reason = FailureTrace.firstReason(client.status(connector.name()))
                        .orElse(reason);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()); // a worker that has just joined its group may be busy
            }
            return false;
        }

        /** Connect may show as RUNNING a task whose end it could not note, as while Kafka was away, and restarts but failed ones. */
        private void restartOnceInAWhile() throws IOException, InterruptedException {
            if (System.nanoTime() - restartedAt > A_WHILE.toNanos()) {
                restartedAt = System.nanoTime();
                client.restart(connector.name());
            }
        }
    }
}
