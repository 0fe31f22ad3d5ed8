package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.draft.PayloadSchemaDraft;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.ops.database.Databases;
import dev.drawbridge.ops.database.OutboxRows;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A first schema for an outbox that has none. */
@Command(
        name = "infer-schema",
        description = "Print a schema of the internal payload, inferred from rows of the outbox, for review.")
final class InferSchemaCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Option(
            names = "--rows",
            defaultValue = "1000",
            description = "How many of the last outbox rows (${DEFAULT-VALUE})")
    private int rows;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PayloadSchemaDraft draft = new PayloadSchemaDraft();
        for (SampleRow row : OutboxRows.last(Databases.of(options.environment().database()), rows)) {
            draft.addType(row.type());
            if (row.payload() != null) {
                draft.addPayload(row.payload());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(draft.text());
        out.flush();
        return ExitCode.OK;
    }
}
