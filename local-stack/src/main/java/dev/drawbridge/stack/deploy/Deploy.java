package dev.drawbridge.stack.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies migrations, topics, index or connectors from the files of connect-config to the servers of an environment. */
@Command(name = "deploy", mixinStandardHelpOptions = true, description = "Applies one step of a deployment.")
public final class Deploy implements Callable<Integer> {
    enum Step {
        database,
        topics,
        index,
        connectors
    }

    @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    private Step step = Step.connectors;

    @Option(
            names = "--files",
            defaultValue = "/opt/drawbridge/connect-config",
            description = "The folder connect-config (${DEFAULT-VALUE})")
    private Path files = Path.of("");

    @Option(
            names = "--environment",
            defaultValue = "compose",
            description = "A file under environments/, without its ending (${DEFAULT-VALUE})")
    private String environment = "compose";

    @Option(names = "--secrets", description = "A properties file with the passwords this step needs")
    private Path secrets = Path.of("");

    @Option(
            names = "--patience",
            defaultValue = "120",
            description = "How many seconds each connector gets until its tasks run (${DEFAULT-VALUE})")
    private int patience;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Deploy())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(parsed.originalArgs().get(0) + " failed: " + e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Place place = Place.read(files, environment);
        switch (step) {
            case database -> new DatabaseStep(place, Settings.read(secrets)).apply();
            case topics -> new TopicsStep(place).apply();
            case index -> new IndexStep(place, Settings.read(secrets)).apply();
            case connectors -> new ConnectorsStep(place, Duration.ofSeconds(patience)).apply();
        }
        System.out.println(step + " applied");
        return 0;
    }
}
