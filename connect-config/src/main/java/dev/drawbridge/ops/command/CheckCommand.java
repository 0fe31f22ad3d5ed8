package dev.drawbridge.ops.command;

import dev.drawbridge.ops.apply.Deployment;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is wrong with the files, as far as it can be said before anything runs. */
@Command(
        name = "check",
        description = "Ask Connect to validate the connectors, and name the topics that they lack. Changes nothing.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Mixin
    private ConnectorChoice choice = new ConnectorChoice();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ConnectApi connect = options.connect();
        List<ConnectorFile> connectors = choice.of(options.files());
        List<String> findings = new ArrayList<>();
        for (ConnectorFile connector : connectors) {
            connect.validate(connector)
                    .forEach(finding -> findings.add("Connector " + connector.name() + ": " + finding));
        }
        if (options.environment().has("kafka")) {
            for (ConnectorFile connector : connectors) {
                findings.addAll(
                        Deployment.missingTopics(options.kafka(), Map.of(connector.name(), connector.config())));
            }
        } else {
            out.println("Topics were not checked: the environment lacks kafka.bootstrap.servers.");
        }
        findings.forEach(out::println);
        out.println(connectors.size() + " connectors checked, " + findings.size() + " findings.");
        out.flush();
        return findings.isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
    }
}
