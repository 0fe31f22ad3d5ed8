package dev.drawbridge.ops.command;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.ConnectorRollout;
import dev.drawbridge.ops.apply.Deployment;
import dev.drawbridge.ops.apply.StepListener;
import dev.drawbridge.ops.database.Databases;
import dev.drawbridge.ops.database.Slot;
import dev.drawbridge.ops.database.SourceChoice;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.environment.DatabaseAccess;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.files.SourceDatabase;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.SinkGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings an environment to what the files say: topics, then indexes, then connectors, and waits until these work. */
@Command(
        name = "apply",
        description = "Create what is missing of topics and indexes, apply the connectors, and wait until they work.")
final class ApplyCommand implements Callable<Integer> {
    /** Lower case, as it is written. */
    enum Step {
        topics,
        indexes,
        connectors
    }

    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Option(names = "--only", split = ",", description = "Some of ${COMPLETION-CANDIDATES}; all by default.")
    private @Nullable Set<Step> only;

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "What each connector gets until it works (${DEFAULT-VALUE}).")
    private int timeout;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        DeploymentFiles files = options.files();
        Deployment deployment = new Deployment(files);
        Set<Step> steps = only == null ? EnumSet.allOf(Step.class) : only;
        if (steps.contains(Step.topics)) {
            KafkaAccess kafka = options.kafka();
            Set<String> created = deployment.topics(kafka, kafkaConfigs(kafka));
            out.println("topics applied" + (created.isEmpty() ? "" : ", created " + String.join(", ", created)));
        }
        if (steps.contains(Step.indexes)) {
            try (ElasticsearchClient elasticsearch =
                    ElasticsearchClients.open(options.environment().elasticsearch())) {
                deployment.indexes(elasticsearch);
            }
            out.println("indexes applied");
        }
        if (steps.contains(Step.connectors)) {
            connectors(files, out);
            out.println("connectors applied");
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The command of a remedy; its secrets stay in a file of the operator's. */
    static String kafkaConfigs(KafkaAccess kafka) {
        return "kafka-configs.sh --bootstrap-server " + kafka.bootstrap()
                + (kafka.properties().containsKey("security.protocol") ? " --command-config FILE" : "");
    }

    private void connectors(DeploymentFiles files, PrintWriter out) throws Exception {
        demandTopics(files);
        StepListener listener = (what, took) -> out.println(what);
        ConnectorRollout rollout = new ConnectorRollout(options.connect(), Duration.ofSeconds(timeout), listener);
        for (Context context : files.contexts()) {
            ConnectorFile source = context.source();
            rollout.deploy(source, check(source, out));
        }
        for (ReadModel readModel : files.readModels()) {
            ConnectorFile sink = readModel.sink();
            rollout.deploy(sink, new SinkGroup(options.kafka(), sink)::isConsuming);
        }
    }

    /** Where the environment knows the source's database, its slot has to be read. */
    private ConnectorRollout.Check check(ConnectorFile source, PrintWriter out) {
        if (!options.environment().has("database.capture")) {
            return () -> true;
        }
        DatabaseAccess database = options.environment().database();
        String name = SourceDatabase.slot(source);
        if (SourceChoice.of(database.url(), List.of(source)).here().isEmpty()) {
            out.println("slot " + name + " is not looked at: " + source.name() + " reads " + SourceDatabase.of(source)
                    + ", not the environment's database");
            return () -> true;
        }
        Slot slot = new Slot(Databases.of(database), name);
        return () -> slot.reader().isPresent();
    }

    /** A connector whose topic is missing waits as RUNNING, so that is found before. */
    private void demandTopics(DeploymentFiles files) throws Exception {
        Map<String, Map<String, String>> configs = new TreeMap<>();
        files.connectors().forEach(connector -> configs.put(connector.name(), connector.config()));
        List<String> missing = Deployment.missingTopics(options.kafka(), configs);
        if (!missing.isEmpty()) {
            throw new ActionRequiredException(String.join("\n", missing) + ", as by apply --only topics.");
        }
    }
}
