package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.ContractFolder;
import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.release.ContractComparison;
import dev.drawbridge.contracts.release.ReleaseImpact;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a producing team does with its contract before and after deploying it. */
@Command(
        name = "contracts",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InferSchemaCommand.class, PreviewCommand.class, VerifyCommand.class},
        description = "Check, preview and verify the contract of a context, and write what its consumers get.")
final class ContractsCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Compile it, compare it with its last release, and check that its documents are fresh.")
    int check(@Mixin EnvironmentOptions options, @Mixin ContextChoice context) {
        ContractFolder folder = context.folder(options);
        CompilationResult compilation = ContextChoice.orExplain(folder::compilation);
        compilation.findings().forEach(finding -> say(finding.toString()));
        if (compilation.contract().isEmpty()) {
            return ExitCode.PROBLEM;
        }
        List<String> broken = ContextChoice.orExplain(folder::incompatibilities);
        List<String> stale = ContextChoice.orExplain(folder::staleDocuments);
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
            @Mixin ContextChoice context,
            @Option(names = "--release", description = "Keep it as released") boolean release) {
        ContractFolder folder = context.soundFolder(options);
        ContractComparison comparison =
                ContextChoice.orExplain(folder::sinceRelease).orElse(null);
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
            say(ContextChoice.orExplain(folder::release)
                    .map(version -> "Released as " + version + ".")
                    .orElse("Nothing new."));
        }
        return breaking ? ExitCode.PROBLEM : ExitCode.OK;
    }

    @Command(description = "Write the documents for consumers: open schema, AsyncAPI, TypeScript, catalogue page.")
    int docs(@Mixin EnvironmentOptions options, @Mixin ContextChoice context) {
        say("Written to " + ContextChoice.orExplain(context.soundFolder(options)::writeDocuments));
        return ExitCode.OK;
    }

    private void say(@Nullable String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
