package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The end of a component's log, or all that comes from now on. */
@Command(name = "logs", description = "Show a component's log: write-api, postgres, connect, kafka, elasticsearch.")
final class LogsCommand implements Callable<Integer> {
    private final Local local;

    LogsCommand(Local local) {
        this.local = local;
    }

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            description = "How many lines (${DEFAULT-VALUE})")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
        Path log = local.home().log(name);
        List<String> known = List.of("write-api", "postgres", "connect", "kafka", "elasticsearch");
        if (!known.contains(name) || !Files.exists(log)) {
            throw new ActionRequiredException(
                    "There is no log of '" + name + "'; the names are " + String.join(", ", known) + ".");
        }
        List<String> command = follow
                ? List.of("tail", "-n", String.valueOf(lines), "-F", log.toString())
                : List.of("tail", "-n", String.valueOf(lines), log.toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
