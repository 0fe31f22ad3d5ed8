package dev.drawbridge.ops.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** {@code drawbridge}: the one command line of the product. */
@Command(
        name = "drawbridge",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT, // --help of every command
        versionProvider = Drawbridge.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Changes leave a private write model only as public, versioned, contract-checked events.",
        subcommands = {
            CheckCommand.class,
            RenderCommand.class,
            ApplyCommand.class,
            StatusCommand.class,
            ContractsCommand.class,
            QuarantineCommand.class,
            OutboxCommand.class,
            ErasuresCommand.class
        })
public final class Drawbridge {
    Drawbridge() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands of the product, for a launcher that adds its own. */
    public static CommandLine commandLine() {
        return new CommandLine(new Drawbridge()).setExecutionExceptionHandler(new FailureHandler());
    }

    /** Of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Drawbridge.class.getPackage().getImplementationVersion();
            return new String[] {"Drawbridge " + (version == null ? "of unknown version" : version)};
        }
    }
}
