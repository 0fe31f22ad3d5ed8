package dev.drawbridge.ops.command;

import dev.drawbridge.contracts.ContractFolder;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which context a command is about. */
final class ContextChoice {
    @Parameters(
            arity = "0..1",
            paramLabel = "CONTEXT",
            description = "A context's name, or its folder; the only one by default")
    private @Nullable String context;

    /** Its contract and mapping; a folder need not be among the environment's files. */
    ContractFolder folder(EnvironmentOptions options) {
        String named = context;
        if (named != null && Files.isDirectory(Path.of(named))) {
            return new ContractFolder(Path.of(named));
        }
        return new ContractFolder(
                named == null
                        ? options.filesAlone().onlyContext().folder()
                        : options.filesAlone().context(named).folder());
    }

    /** @throws ActionRequiredException when it does not compile */
    ContractFolder soundFolder(EnvironmentOptions options) {
        ContractFolder folder = folder(options);
        List<Finding> errors = orExplain(folder::compilation).findings().stream()
                .filter(Finding::isError)
                .toList();
        if (!errors.isEmpty()) {
            throw new ActionRequiredException(errors.size() + " findings; drawbridge contracts check lists them.");
        }
        return folder;
    }

    /** As it is among the environment's files. */
    Context context(EnvironmentOptions options) {
        String named = context;
        return named == null || Files.isDirectory(Path.of(named))
                ? options.files().onlyContext()
                : options.files().context(named);
    }

    /** What a folder gives; what is wrong with it becomes a message without a stack trace. */
    static <T> T orExplain(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidContractException broken) {
            throw new ActionRequiredException(
                    broken.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
        } catch (IllegalStateException wrong) {
            throw new ActionRequiredException(String.valueOf(wrong.getMessage()));
        }
    }
}
