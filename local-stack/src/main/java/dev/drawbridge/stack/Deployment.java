package dev.drawbridge.stack;

import dev.drawbridge.config.ConnectClient;
import dev.drawbridge.config.ConnectorFile;
import dev.drawbridge.config.Rollout;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * Puts a connector and waits until it does its work. Connect's own status is not enough: after a worker was killed it goes
 * on saying RUNNING of tasks that are gone, so each connector brings a check of its own.
 */
final class Deployment {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConnectClient client;
    private final Broker broker;
    private Set<String> departed = Set.of();

    Deployment(ConnectClient client, Broker broker) {
        this.client = client;
        this.broker = broker;
    }

    interface Check {
        boolean holds() throws Exception;
    }

    /** To be called before a worker is started: whoever is in the sink's group now is a member that has died. */
    void rememberDeparted(String sink) throws InterruptedException {
        departed = broker.settledMembers(group(sink));
    }

    /** Whether a consumer of the worker that runs now has its partitions. */
    boolean isConsuming(String sink) throws InterruptedException {
        Set<String> members = broker.settledMembers(group(sink));
        return !members.isEmpty() && Collections.disjoint(members, departed);
    }

    private static String group(String sink) {
        return "connect-" + sink;
    }

    /** Puts out of a connector's way what it waits for in vain. */
    interface Mend {
        void run() throws Exception;
    }

    /** @throws StackException when it does not run, or does not work, after two minutes; with the reason of a failed task */
    void deploy(ConnectorFile connector, Check works) throws Exception {
        deploy(connector, works, () -> {});
    }

    /** The same; {@code mend} is called as long as it does not work. */
    void deploy(ConnectorFile connector, Check works, Mend mend) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean applied = false;
        String reason = "it does not do its work yet";
        while (System.nanoTime() < deadline) {
            try {
                if (!applied) {
                    new Rollout(client).apply(connector);
                    applied = true;
                }
                if (client.isRunning(connector.name()) && works.holds()) {
                    return;
                }
                mend.run();
                reason = FailureTrace.firstReason(client.status(connector.name()))
                        .orElse(reason);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()); // a worker that has just joined its group may be busy
            }
            Thread.sleep(100);
        }
        throw new StackException(
                "Connector " + connector.name() + " does not run: " + reason + "; see ./drawbridge logs connect.");
    }
}
