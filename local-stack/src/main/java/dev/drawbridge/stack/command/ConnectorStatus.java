package dev.drawbridge.stack.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.kafka.QuietPartitions;
import dev.drawbridge.stack.component.Broker;
import dev.drawbridge.stack.component.ConnectWorker;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The connectors as the worker knows them: the source and the sink of the journey, and whatever else is deployed. */
final class ConnectorStatus {
    private final ConnectWorker worker;
    private final ConnectApi client;
    private final Broker broker;

    ConnectorStatus(ConnectWorker worker, Broker broker) {
        this.worker = worker;
        this.broker = broker;
        this.client = worker.client();
    }

    /** Prints a line for each; true when source and sink are deployed and everything runs. */
    boolean print(List<String> remedies) throws InterruptedException {
        if (!worker.isHealthy()) {
            return false;
        }
        try {
            Set<String> deployed = new LinkedHashSet<>();
            client.get("/connectors").forEach(name -> deployed.add(name.asText()));
            System.out.printf(Locale.ROOT, "%n%-24s %-10s %s%n", "CONNECTOR", "STATE", "TASKS");
            boolean well = true;
            for (String name : deployed) {
                well &= isRunning(name);
            }
            remedies.addAll(worker.foreignWorkers().findings());
            well &= areThere(deployed, remedies);
            return haveTheirTopics(remedies) && well;
        } catch (IOException e) {
            System.out.println("Connect does not answer: " + e.getMessage());
            return false;
        } catch (ExecutionException e) {
            System.out.println("Kafka does not describe its topics: " + e.getCause());
            return false;
        }
    }

    private boolean isRunning(String name) throws IOException, InterruptedException {
        JsonNode status = client.status(name);
        System.out.printf(
                Locale.ROOT,
                "%-24s %-10s %s%n",
                name,
                status.path("connector").path("state").asText(),
                String.join(" ", status.path("tasks").findValuesAsText("state")));
        for (JsonNode task : status.path("tasks")) {
            if (task.has("trace")) {
                System.out.println("  " + FailureTrace.reason(task.get("trace").asText()));
            }
        }
        return client.isRunning(name);
    }

    /** Connect itself calls a connector RUNNING whose topic is missing. */
    private boolean haveTheirTopics(List<String> remedies)
            throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = broker.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            boolean complete = true;
            for (var connector : client.configs().entrySet()) {
                List<String> missing = ConnectorTopics.missing(connector.getKey(), connector.getValue(), existing);
                missing.forEach(finding -> remedies.add(finding + ", or by ./drawbridge up."));
                complete &= missing.isEmpty();
            }
            List<String> own = existing.stream()
                    .filter(topic -> !topic.startsWith("__") && !topic.startsWith("drawbridge-"))
                    .toList();
            remedies.addAll(QuietPartitions.of(admin, own, Instant.now()));
            return complete;
        }
    }

    private boolean areThere(Set<String> deployed, List<String> remedies) {
        List<String> missing = List.of(worker.source().name(), worker.sink().name()).stream()
                .filter(name -> !deployed.contains(name))
                .toList();
        for (String name : missing) {
            System.out.printf(Locale.ROOT, "%-24s not deployed%n", name);
            remedies.add(name + " is not deployed; ./drawbridge up deploys it.");
        }
        return missing.isEmpty();
    }
}
