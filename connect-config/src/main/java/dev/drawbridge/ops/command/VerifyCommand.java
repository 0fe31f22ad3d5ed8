package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.dryrun.Noninterference;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.ops.database.Databases;
import dev.drawbridge.ops.database.OutboxRows;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether what is private stays so, shown on real rows. */
@Command(name = "verify", description = "Verify on rows of the outbox that nothing private changes what is published.")
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Mixin
    private ContextChoice context = new ContextChoice();

    @Option(names = "--rows", defaultValue = "100", description = "How many of the last outbox rows (${DEFAULT-VALUE})")
    private int rows;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<SampleRow> sample =
                OutboxRows.last(Databases.of(options.environment().database()), rows);
        int exit = verify(new Noninterference(context.soundFolder(options).bundle()), sample, out);
        out.flush();
        return exit;
    }

    /** A proof on rows of which none is published with data would be none. */
    static int verify(Noninterference proof, List<SampleRow> sample, PrintWriter out) {
        int leaking = 0;
        for (SampleRow row : sample) {
            List<String> leaks = proof.leaks(row);
            leaks.forEach(path -> out.println("event " + row.id() + ": '" + path + "' changes what is published"));
            leaking += leaks.isEmpty() ? 0 : 1;
        }
        String rows = sample.size() + " rows, " + proof.withData() + " of them published with data, " + proof.changes()
                + " changes of what is private.";
        if (leaking > 0) {
            out.println("Not proven on " + leaking + " of " + rows);
        } else if (proof.withData() == 0) {
            out.println("Nothing proven on " + rows + " Take more --rows, or see with contracts preview why none is.");
        } else {
            out.println("Proven on " + rows);
        }
        return leaking == 0 && proof.withData() > 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }
}
