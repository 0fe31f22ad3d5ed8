package dev.drawbridge.ops.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.Rollout;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.files.Placeholders;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders, checks or applies one connector file against an environment. */
@Command(
        name = "connect-config",
        mixinStandardHelpOptions = true,
        description = "Deploys a connector file over Connect's REST API.")
public final class ConnectConfig implements Callable<Integer> {
    enum Step {
        render,
        check,
        apply
    }

    @Parameters(
            index = "0",
            description = "render (print what would be sent), check (ask Connect to validate it), apply")
    private Step step = Step.render;

    @Parameters(index = "1", description = "A connector file, such as contexts/orders/source.json")
    private Path file = Path.of("");

    @Option(names = "--environment", required = true, description = "A file under environments/")
    private Path environment = Path.of("");

    @Option(names = "--connect", description = "The worker's REST API (connect.url of the environment)")
    private @Nullable URI connect;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ConnectConfig())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Placeholders place = Placeholders.read(environment);
        ConnectorFile connector = ConnectorFile.read(file, place);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (step == Step.render) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(connector.config()));
            return 0;
        }
        ConnectApi client = new ConnectApi(worker(place));
        List<String> findings = new ArrayList<>(client.validate(connector));
        findings.addAll(missingTopics(place, connector));
        findings.forEach(out::println);
        if (findings.isEmpty() && step == Step.apply) {
            new Rollout(client).apply(connector);
        }
        return findings.isEmpty() ? 0 : 1;
    }

    /** Of a place that names its Kafka: Connect's own validation knows nothing of topics. */
    private static List<String> missingTopics(Placeholders place, ConnectorFile connector)
            throws InterruptedException, ExecutionException {
        Optional<String> bootstrap = place.find("kafka.bootstrap");
        if (bootstrap.isEmpty()) {
            return List.of();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap.get()))) {
            return ConnectorTopics.missing(
                    connector.name(),
                    connector.config(),
                    admin.listTopics().names().get());
        }
    }

    /** Never a guess: it might be the worker of another place. */
    private URI worker(Placeholders place) {
        if (connect != null) {
            return connect;
        }
        return URI.create(place.find("connect.url")
                .orElseThrow(() -> new ActionRequiredException("Which worker? Neither --connect URL nor connect.url in "
                        + environment + " names its REST API; give one of them.")));
    }
}
