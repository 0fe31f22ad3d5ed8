package dev.drawbridge.stack.command;

import dev.drawbridge.contracts.ContractFolder;
import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.draft.PayloadSchemaDraft;
import dev.drawbridge.contracts.dryrun.DryRun;
import dev.drawbridge.contracts.dryrun.DryRunResult;
import dev.drawbridge.contracts.dryrun.Noninterference;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.release.ContractComparison;
import dev.drawbridge.contracts.release.ReleaseImpact;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.Stack;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a producing team does with its contract before and after deploying it. */
@Command(
        name = "contracts",
        synopsisSubcommandLabel = "COMMAND",
        description = "Check, try and prove the contract of a context, and make what its consumers get.")
public final class ContractsCommand {
    private static final String FOLDER = "connect-config/contexts/orders";
    private static final String FOLDER_DOC = "The context's folder (${DEFAULT-VALUE})";
    private static final String ROWS_DOC = "How many of the last outbox rows (${DEFAULT-VALUE})";

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Command(description = "Compile it, compare it with its last release, and look whether its documents are fresh.")
    int check(@Parameters(defaultValue = FOLDER, description = FOLDER_DOC) Path folder) {
        ContractFolder context = new ContractFolder(folder);
        CompilationResult compilation = compiled(context);
        compilation.findings().forEach(out::println);
        if (compilation.contract().isEmpty()) {
            return 1;
        }
        List<String> broken = orSay(context::incompatibilities);
        List<String> stale = orSay(context::staleDocuments);
        broken.forEach(out::println);
        stale.forEach(file -> out.println(file + " is stale; ./drawbridge contracts docs writes it anew."));
        if (!broken.isEmpty() || !stale.isEmpty()) {
            return 1;
        }
        sayWhatIsSound(context, compilation.orThrow());
        return 0;
    }

    private void sayWhatIsSound(ContractFolder context, CompiledContract contract) {
        if (context.released().all().isEmpty()) {
            out.println("Nothing has been released yet, so there was nothing to compare with.");
        }
        out.println("Sound: " + contract.id() + ", bundle sha256 " + contract.hash());
    }

    @Command(
            description =
                    "Compare it and its topic with the last release: patch, minor, or major, which needs a new type.")
    int diff(
            @Parameters(defaultValue = FOLDER, description = FOLDER_DOC) Path folder,
            @Option(names = "--release", description = "Keep it as released") boolean release) {
        ContractFolder context = sound(folder);
        ContractComparison comparison = orSay(context::sinceRelease).orElse(null);
        if (comparison != null) {
            comparison.changes().forEach(out::println);
            out.println("Verdict: " + comparison.impact().word() + ", "
                    + context.released().last().orElseThrow().version() + " to "
                    + context.released().next(comparison.impact()));
        } else {
            out.println("Nothing has been released yet.");
        }
        boolean breaking = comparison != null && comparison.impact() == ReleaseImpact.MAJOR;
        if (release && !breaking) {
            out.println(orSay(context::release)
                    .map(version -> "Released as " + version + ".")
                    .orElse("Nothing new."));
        }
        return breaking ? 1 : 0;
    }

    @Command(description = "Write the documents for consumers: open schema, AsyncAPI, TypeScript, catalogue page.")
    int docs(@Parameters(defaultValue = FOLDER, description = FOLDER_DOC) Path folder) {
        out.println("Written to " + orSay(sound(folder)::writeDocuments));
        return 0;
    }

    @Command(description = "Draft a schema of the internal payload from rows of the outbox, for review.")
    int draft(@Option(names = "--rows", defaultValue = "1000", description = ROWS_DOC) int rows) throws Exception {
        PayloadSchemaDraft draft = new PayloadSchemaDraft();
        for (SampleRow row : OutboxRows.last(stack(), rows)) {
            draft.addType(row.type());
            if (row.payload() != null) {
                draft.addPayload(row.payload());
            }
        }
        out.print(draft.text());
        out.flush();
        return 0;
    }

    @Command(name = "try", description = "Show what rows of the outbox become as deployed, and under the folder.")
    int tryOut(
            @Parameters(defaultValue = FOLDER, description = FOLDER_DOC) Path folder,
            @Option(names = "--rows", defaultValue = "3", description = ROWS_DOC) int rows)
            throws Exception {
        Stack stack = stack();
        ContractBundle deployed = ContractBundle.parse(stack.connect
                .client()
                .get("/connectors/" + stack.connect.source().name() + "/config")
                .path("transforms.publish.contract")
                .asText());
        DryRun before = orSay(() -> new DryRun(deployed));
        DryRun after = new DryRun(sound(folder).bundle());
        for (SampleRow row : OutboxRows.last(stack, rows)) {
            show(row, before.of(row), after.of(row));
        }
        return 0;
    }

    private void show(SampleRow row, DryRunResult before, DryRunResult after) {
        out.println("event " + row.id());
        if (before.equals(after)) {
            show("  both   ", after);
        } else {
            show("  before ", before);
            show("  after  ", after);
        }
    }

    private void show(String label, DryRunResult outcome) {
        out.println(label
                + (outcome.isPublished()
                        ? outcome.headers().get("ce_type") + " "
                                + (outcome.value() == null ? "erased" : outcome.value())
                        : outcome.refusal()));
    }

    @Command(description = "Prove on rows of the outbox that nothing private changes what is published.")
    int prove(
            @Parameters(defaultValue = FOLDER, description = FOLDER_DOC) Path folder,
            @Option(names = "--rows", defaultValue = "100", description = ROWS_DOC) int rows)
            throws Exception {
        List<SampleRow> sample = OutboxRows.last(stack(), rows);
        Noninterference proof = new Noninterference(sound(folder).bundle());
        long leaks = sample.stream().filter(row -> leaks(proof, row)).count();
        out.println((leaks == 0 ? "Proven on " : "Not proven on " + leaks + " of ") + sample.size() + " rows, "
                + proof.changes() + " changes of what is private.");
        return leaks == 0 ? 0 : 1;
    }

    private boolean leaks(Noninterference proof, SampleRow row) {
        List<String> leaks = proof.leaks(row);
        leaks.forEach(path -> out.println("event " + row.id() + ": '" + path + "' changes what is published"));
        return !leaks.isEmpty();
    }

    private static Stack stack() throws Exception {
        return Drawbridge.stack((what, took) -> {});
    }

    private static CompilationResult compiled(ContractFolder context) {
        return orSay(context::compilation);
    }

    /** What a folder gives; what is wrong with it becomes a message without a stack trace. */
    private static <T> T orSay(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidContractException broken) {
            throw new ActionRequiredException(
                    broken.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
        } catch (IllegalStateException wrong) {
            throw new ActionRequiredException(String.valueOf(wrong.getMessage()));
        }
    }

    private static ContractFolder sound(Path folder) {
        ContractFolder context = new ContractFolder(folder);
        List<Finding> errors =
                compiled(context).findings().stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new ActionRequiredException(errors.size() + " findings; ./drawbridge contracts check lists them.");
        }
        return context;
    }
}
