package dev.drawbridge.stack.command;

import dev.drawbridge.ops.command.Drawbridge;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code ./drawbridge}: the product's commands, and those that only a local stack has. */
public final class LocalDrawbridge {
    private static final String ENVIRONMENT = "drawbridge.environment";

    private LocalDrawbridge() {}

    public static void main(String[] args) {
        Local local = new Local(
                Path.of(System.getProperty("drawbridge.home", ".drawbridge")),
                Path.of(System.getProperty("drawbridge.dist", "dist")),
                System.getenv());
        if (System.getProperty(ENVIRONMENT) == null) {
            System.setProperty(ENVIRONMENT, local.environmentFile().toString());
        }
        System.exit(commandLine(local).execute(args));
    }

    static CommandLine commandLine(Local local) {
        CommandLine line = Drawbridge.commandLine();
        line.getCommandSpec().removeSubcommand("status");
        return line.addSubcommand(new UpCommand(local))
                .addSubcommand(new DownCommand(local))
                .addSubcommand(new LocalStatusCommand(local))
                .addSubcommand(new LogsCommand(local))
                .addSubcommand(new DemoCommand(local))
                .addSubcommand(new SearchCommand(local))
                .addSubcommand(new SampleDatabaseCommand())
                .addSubcommand(new ResetCommand(local));
    }
}
