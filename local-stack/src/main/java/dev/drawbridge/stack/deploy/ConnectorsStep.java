package dev.drawbridge.stack.deploy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.connect.Rollout;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Source and sink connector: checked, put, and waited for until tasks of this very configuration run. */
final class ConnectorsStep {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Place place;
    private final Duration patience;
    private final ConnectApi client;

    /** @param patience what each of the two gets until it runs */
    ConnectorsStep(Place place, Duration patience) {
        this.place = place;
        this.patience = patience;
        this.client = new ConnectApi(URI.create(place.settings().get("connect.url")));
    }

    void apply() throws IOException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", place.settings().get("kafka.bootstrap")))) {
            ConnectorFile sink = place.sink();
            demandTopics(admin, List.of(place.source(), sink));
            deploy(place.source(), () -> true);
            deploy(sink, () -> isConsuming(admin, "connect-" + sink.name()));
        }
    }

    /** A connector whose topic is missing waits as RUNNING, so that is found before. */
    private static void demandTopics(Admin admin, List<ConnectorFile> connectors)
            throws IOException, InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<String> findings = connectors.stream()
                    .flatMap(each -> ConnectorTopics.missing(each.name(), each.config(), existing).stream())
                    .toList();
            if (!findings.isEmpty()) {
                throw new ActionRequiredException(String.join("\n", findings) + ", as by the step topics.");
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not list its topics: " + e.getCause(), e);
        }
    }

    private interface Check {
        boolean holds() throws InterruptedException;
    }

    /** Connect calls a task RUNNING before its consumer has joined the group, which the broker may refuse. */
    private static boolean isConsuming(Admin admin, String group) throws InterruptedException {
        try {
            ConsumerGroupDescription description =
                    admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return description != null
                    && description.groupState() == GroupState.STABLE
                    && !description.members().isEmpty();
        } catch (ExecutionException e) {
            return false; // nobody has joined it yet
        }
    }

    private void deploy(ConnectorFile connector, Check works) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String reason = "its tasks do not run yet";
        boolean applied = false;
        while (System.nanoTime() < deadline) {
            try {
                if (!applied) {
                    check(connector);
                    new Rollout(client).apply(connector);
                    applied = true;
                }
                if (client.isRunning(connector.name()) && works.holds()) {
                    return;
                }
                reason = FailureTrace.firstReason(client.status(connector.name()))
                        .orElse(reason);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()); // a worker that has just joined its group may be busy
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new ActionRequiredException("connector " + connector.name() + " does not run: " + reason
                + "; see GET /connectors/" + connector.name() + "/status.");
    }

    private void check(ConnectorFile connector) throws IOException, InterruptedException {
        List<String> findings = client.validate(connector);
        if (!findings.isEmpty()) {
            throw new ActionRequiredException("connector " + connector.name() + ": " + String.join("; ", findings));
        }
    }
}
