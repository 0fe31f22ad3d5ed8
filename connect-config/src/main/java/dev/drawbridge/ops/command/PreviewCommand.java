package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.dryrun.DryRun;
import dev.drawbridge.contracts.dryrun.DryRunResult;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.database.Databases;
import dev.drawbridge.ops.database.OutboxRows;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.quarantine.PublishingConnector;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a change of mapping or contract would change. */
@Command(
        name = "preview",
        description = "Show what rows of the outbox become as deployed, and under the context's files.")
final class PreviewCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Mixin
    private ContextChoice context = new ContextChoice();

    @Option(names = "--rows", defaultValue = "3", description = "How many of the last outbox rows (${DEFAULT-VALUE})")
    private int rows;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PublishingConnector deployed = deployed();
        DryRun before = ContextChoice.orExplain(() -> new DryRun(deployed.bundle()));
        DryRun after = new DryRun(context.soundFolder(options).bundle());
        PrintWriter out = spec.commandLine().getOut();
        for (SampleRow row : OutboxRows.last(Databases.of(options.environment().database()), rows)) {
            DryRunResult then = before.of(row);
            DryRunResult now = after.of(row);
            out.println("event " + row.id());
            if (then.equals(now)) {
                out.println("  both   " + text(now));
            } else {
                out.println("  before " + text(then));
                out.println("  after  " + text(now));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The connector that the context's files name, as Connect has it. */
    private PublishingConnector deployed() throws Exception {
        ConnectorFile source = context.context(options).source();
        Map<String, String> config = options.connect().configs().getOrDefault(source.name(), Map.of());
        return PublishingConnector.of(Map.of(source.name(), config)).stream()
                .findFirst()
                .orElseThrow(() -> new ActionRequiredException("Connector " + source.name()
                        + " is not deployed with PublishEvent and an inline contract. Apply it first."));
    }

    private static String text(DryRunResult result) {
        return result.isPublished()
                ? result.headers().get("ce_type") + " " + (result.value() == null ? "erased" : result.value())
                : String.valueOf(result.refusal());
    }
}
