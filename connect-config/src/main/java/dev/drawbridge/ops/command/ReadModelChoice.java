package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** All read models of the files, or those that are named. */
final class ReadModelChoice {
    @Parameters(arity = "0..*", paramLabel = "READMODEL", description = "The read models' names; all by default.")
    private @Nullable List<String> names;

    /** @throws ActionRequiredException when one is named that the files do not have */
    List<ReadModel> of(DeploymentFiles files) {
        List<ReadModel> all = files.readModels();
        List<String> wanted = names == null ? List.of() : names;
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(all.stream().map(ReadModel::name).toList());
        if (!unknown.isEmpty()) {
            throw new ActionRequiredException(files.root() + " has no read model " + String.join(", ", unknown)
                    + ". It has "
                    + String.join(", ", all.stream().map(ReadModel::name).toList()) + ".");
        }
        return wanted.isEmpty()
                ? all
                : all.stream()
                        .filter(readModel -> wanted.contains(readModel.name()))
                        .toList();
    }
}
