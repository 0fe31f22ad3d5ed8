package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.DeploymentFiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** All connectors of the files, or those that are named. */
final class ConnectorChoice {
    @Parameters(arity = "0..*", paramLabel = "CONNECTOR", description = "The connectors' names; all by default.")
    private @Nullable List<String> names;

    /** @throws ActionRequiredException when one is named that the files do not have */
    List<ConnectorFile> of(DeploymentFiles files) {
        List<ConnectorFile> all = files.connectors();
        List<String> wanted = names == null ? List.of() : names;
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(all.stream().map(ConnectorFile::name).toList());
        if (!unknown.isEmpty()) {
            throw new ActionRequiredException(files.root() + " has no connector " + String.join(", ", unknown)
                    + ". It has "
                    + String.join(", ", all.stream().map(ConnectorFile::name).toList()) + ".");
        }
        return wanted.isEmpty()
                ? all
                : all.stream()
                        .filter(connector -> wanted.contains(connector.name()))
                        .toList();
    }
}
