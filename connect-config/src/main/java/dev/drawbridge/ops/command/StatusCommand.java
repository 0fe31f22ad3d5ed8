package dev.drawbridge.ops.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One line per connector, with its tasks. A launcher that has servers of its own adds them by {@link #components}. */
@Command(
        name = "status",
        description = "Show the connectors and their tasks, and what to do about those that do not run.")
public class StatusCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<String> remedies = new ArrayList<>();
        boolean well = options.isNamed() ? connectors(out, remedies) : components(out, remedies);
        if (!remedies.isEmpty()) {
            out.println();
            remedies.forEach(out::println);
        }
        out.flush();
        return well ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    /** What is shown when no environment is named. */
    protected boolean components(PrintWriter out, List<String> remedies) throws Exception {
        return connectors(out, remedies);
    }

    /** Prints the connectors; true when all are there and run. */
    protected final boolean connectors(PrintWriter out, List<String> remedies) throws Exception {
        return new ConnectorStatus(options.connect(), options.kafka(), options.files(), out).print(remedies);
    }
}
