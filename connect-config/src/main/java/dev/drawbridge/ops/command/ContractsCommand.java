package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.ContractFolder;
import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.draft.PayloadSchemaDraft;
import dev.drawbridge.contracts.dryrun.DryRun;
import dev.drawbridge.contracts.dryrun.DryRunResult;
import dev.drawbridge.contracts.dryrun.Noninterference;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.contracts.release.ContractComparison;
import dev.drawbridge.contracts.release.ReleaseImpact;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.database.Databases;
import dev.drawbridge.ops.database.OutboxRows;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.quarantine.PublishingConnector;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a producing team does with its contract before and after deploying it. */
@Command(
        name = "contracts",
        synopsisSubcommandLabel = "COMMAND",
        description = "Check, preview and verify the contract of a context, and write what its consumers get.")
final class ContractsCommand {
    private static final String CONTEXT = "CONTEXT";
    private static final String CONTEXT_DOC = "A context's name, or its folder; the only one by default";
    private static final String ROWS_DOC = "How many of the last outbox rows (${DEFAULT-VALUE})";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Compile it, compare it with its last release, and check that its documents are fresh.")
    int check(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..1", paramLabel = CONTEXT, description = CONTEXT_DOC) @Nullable String context) {
        ContractFolder folder = folder(options, context);
        CompilationResult compilation = orExplain(folder::compilation);
        compilation.findings().forEach(finding -> say(finding.toString()));
        if (compilation.contract().isEmpty()) {
            return ExitCode.PROBLEM;
        }
        List<String> broken = orExplain(folder::incompatibilities);
        List<String> stale = orExplain(folder::staleDocuments);
        broken.forEach(this::say);
        stale.forEach(file -> say(file + " is stale; drawbridge contracts docs writes it again."));
        if (!broken.isEmpty() || !stale.isEmpty()) {
            return ExitCode.PROBLEM;
        }
        CompiledContract contract = compilation.orThrow();
        if (folder.released().all().isEmpty()) {
            say("Nothing has been released yet, so there was nothing to compare with.");
        }
        say("Sound: " + contract.id() + ", bundle sha256 " + contract.hash());
        return ExitCode.OK;
    }

    @Command(
            description =
                    "Compare it and its topic with the last release: patch, minor, or major, which needs a new type.")
    int diff(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..1", paramLabel = CONTEXT, description = CONTEXT_DOC) @Nullable String context,
            @Option(names = "--release", description = "Keep it as released") boolean release) {
        ContractFolder folder = sound(folder(options, context));
        ContractComparison comparison = orExplain(folder::sinceRelease).orElse(null);
        if (comparison != null) {
            comparison.changes().forEach(change -> say(change.toString()));
            say("Verdict: " + comparison.impact().word() + ", "
                    + folder.released().last().orElseThrow().version() + " to "
                    + folder.released().next(comparison.impact()));
        } else {
            say("Nothing has been released yet.");
        }
        boolean breaking = comparison != null && comparison.impact() == ReleaseImpact.MAJOR;
        if (release && !breaking) {
            say(orExplain(folder::release)
                    .map(version -> "Released as " + version + ".")
                    .orElse("Nothing new."));
        }
        return breaking ? ExitCode.PROBLEM : ExitCode.OK;
    }

    @Command(description = "Write the documents for consumers: open schema, AsyncAPI, TypeScript, catalogue page.")
    int docs(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..1", paramLabel = CONTEXT, description = CONTEXT_DOC) @Nullable String context) {
        say("Written to " + orExplain(sound(folder(options, context))::writeDocuments));
        return ExitCode.OK;
    }

    @Command(
            name = "infer-schema",
            description = "Print a schema of the internal payload, inferred from rows of the outbox, for review.")
    int inferSchema(
            @Mixin EnvironmentOptions options,
            @Option(names = "--rows", defaultValue = "1000", description = ROWS_DOC) int rows)
            throws Exception {
        PayloadSchemaDraft draft = new PayloadSchemaDraft();
        for (SampleRow row : rows(options, rows)) {
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

    @Command(description = "Show what rows of the outbox become as deployed, and under the context's files.")
    int preview(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..1", paramLabel = CONTEXT, description = CONTEXT_DOC) @Nullable String context,
            @Option(names = "--rows", defaultValue = "3", description = ROWS_DOC) int rows)
            throws Exception {
        PublishingConnector deployed = deployed(options, context);
        DryRun before = orExplain(() -> new DryRun(deployed.bundle()));
        DryRun after = new DryRun(sound(folder(options, context)).bundle());
        for (SampleRow row : rows(options, rows)) {
            show(row, before.of(row), after.of(row));
        }
        return ExitCode.OK;
    }

    /** The connector that the context's files name, as Connect has it. */
    private static PublishingConnector deployed(EnvironmentOptions options, @Nullable String name) throws Exception {
        Context context = name == null || Files.isDirectory(Path.of(name))
                ? options.files().onlyContext()
                : options.files().context(name);
        ConnectorFile source = context.source();
        Map<String, Map<String, String>> configs = options.connect().configs();
        return PublishingConnector.of(Map.of(source.name(), configs.getOrDefault(source.name(), Map.of()))).stream()
                .findFirst()
                .orElseThrow(() -> new ActionRequiredException("Connector " + source.name()
                        + " is not deployed with PublishEvent and an inline contract. Apply it first."));
    }

    private void show(SampleRow row, DryRunResult before, DryRunResult after) {
        say("event " + row.id());
        if (before.equals(after)) {
            show("  both   ", after);
        } else {
            show("  before ", before);
            show("  after  ", after);
        }
    }

    private void show(String label, DryRunResult outcome) {
        say(label
                + (outcome.isPublished()
                        ? outcome.headers().get("ce_type") + " "
                                + (outcome.value() == null ? "erased" : outcome.value())
                        : outcome.refusal()));
    }

    @Command(description = "Verify on rows of the outbox that nothing private changes what is published.")
    int verify(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..1", paramLabel = CONTEXT, description = CONTEXT_DOC) @Nullable String context,
            @Option(names = "--rows", defaultValue = "100", description = ROWS_DOC) int rows)
            throws Exception {
        List<SampleRow> sample = rows(options, rows);
        Noninterference proof =
                new Noninterference(sound(folder(options, context)).bundle());
        long leaks = sample.stream().filter(row -> leaks(proof, row)).count();
        say((leaks == 0 ? "Proven on " : "Not proven on " + leaks + " of ") + sample.size() + " rows, "
                + proof.changes() + " changes of what is private.");
        return leaks == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private boolean leaks(Noninterference proof, SampleRow row) {
        List<String> leaks = proof.leaks(row);
        leaks.forEach(path -> say("event " + row.id() + ": '" + path + "' changes what is published"));
        return !leaks.isEmpty();
    }

    private static List<SampleRow> rows(EnvironmentOptions options, int count) throws Exception {
        return OutboxRows.last(Databases.of(options.environment().database()), count);
    }

    private static ContractFolder folder(EnvironmentOptions options, @Nullable String context) {
        if (context != null && Files.isDirectory(Path.of(context))) {
            return new ContractFolder(Path.of(context));
        }
        return new ContractFolder(
                context == null
                        ? options.filesAlone().onlyContext().folder()
                        : options.filesAlone().context(context).folder());
    }

    /** What a folder gives; what is wrong with it becomes a message without a stack trace. */
    private static <T> T orExplain(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidContractException broken) {
            throw new ActionRequiredException(
                    broken.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
        } catch (IllegalStateException wrong) {
            throw new ActionRequiredException(String.valueOf(wrong.getMessage()));
        }
    }

    private static ContractFolder sound(ContractFolder folder) {
        List<Finding> errors = orExplain(folder::compilation).findings().stream()
                .filter(Finding::isError)
                .toList();
        if (!errors.isEmpty()) {
            throw new ActionRequiredException(errors.size() + " findings; drawbridge contracts check lists them.");
        }
        return folder;
    }

    private void say(@Nullable String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
