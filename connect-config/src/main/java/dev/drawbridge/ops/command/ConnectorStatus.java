package dev.drawbridge.ops.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.apply.Deployment;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.FailureTrace;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.QuietPartitions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** The connectors as Connect knows them: those of the files, and whatever else is deployed. */
public final class ConnectorStatus {
    private final ConnectApi connect;
    private final KafkaAccess kafka;
    private final DeploymentFiles files;
    private final PrintWriter out;

    public ConnectorStatus(ConnectApi connect, KafkaAccess kafka, DeploymentFiles files, PrintWriter out) {
        this.connect = connect;
        this.kafka = kafka;
        this.files = files;
        this.out = out;
    }

    /**
     * Prints a line for each; true when all of the files are deployed and everything runs.
     *
     * @param remedies gets what to do, one sentence or two for each problem
     * @throws IOException when Connect or Kafka does not answer
     */
    public boolean print(List<String> remedies) throws IOException, InterruptedException {
        try {
            Set<String> deployed = new LinkedHashSet<>();
            connect.get("/connectors").forEach(name -> deployed.add(name.asText()));
            out.printf(Locale.ROOT, "%n%-24s %-10s %s%n", "CONNECTOR", "STATE", "TASKS");
            boolean well = true;
            for (String name : deployed) {
                well &= isRunning(name);
            }
            well &= areThere(deployed, remedies);
            return haveTheirTopics(remedies) && well;
        } catch (IOException e) {
            return problem(e);
        } catch (ExecutionException e) {
            return problem(new IOException("Kafka does not describe its topics: " + e.getCause(), e));
        }
    }

    private boolean problem(IOException e) throws IOException {
        if (FailureHandler.isSilence(e)) {
            out.flush();
            throw e;
        }
        out.println(e.getMessage());
        return false;
    }

    private boolean isRunning(String name) throws IOException, InterruptedException {
        JsonNode status = connect.status(name);
        out.printf(
                Locale.ROOT,
                "%-24s %-10s %s%n",
                name,
                status.path("connector").path("state").asText(),
                String.join(" ", status.path("tasks").findValuesAsText("state")));
        for (JsonNode task : status.path("tasks")) {
            if (task.has("trace")) {
                out.println("  " + FailureTrace.reason(task.get("trace").asText()));
            }
        }
        return connect.isRunning(name);
    }

    /** Connect itself calls a connector RUNNING whose topic is missing. */
    private boolean haveTheirTopics(List<String> remedies)
            throws IOException, InterruptedException, ExecutionException {
        Map<String, Map<String, String>> deployed = connect.configs();
        List<String> missing = Deployment.missingTopics(kafka, deployed);
        missing.forEach(finding -> remedies.add(finding + ", or by drawbridge apply."));
        try (Admin admin = kafka.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<String> own =
                    topics(deployed).stream().filter(existing::contains).toList();
            remedies.addAll(QuietPartitions.of(admin, own, Instant.now()));
        }
        return missing.isEmpty();
    }

    /** Those that hold what is published; a cluster may have thousands of others, and not all may be described. */
    static SortedSet<String> topics(Map<String, Map<String, String>> deployed) {
        return deployed.values().stream()
                .flatMap(config -> ConnectorTopics.of(config).stream())
                .filter(topic -> !topic.startsWith("__"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean areThere(Set<String> deployed, List<String> remedies) {
        List<String> missing = files.connectors().stream()
                .map(ConnectorFile::name)
                .filter(name -> !deployed.contains(name))
                .toList();
        for (String name : missing) {
            out.printf(Locale.ROOT, "%-24s not deployed%n", name);
            remedies.add(name + " is not deployed; drawbridge apply deploys it.");
        }
        return missing.isEmpty();
    }
}
