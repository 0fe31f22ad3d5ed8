package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.RecordedPorts;
import dev.drawbridge.stack.process.StepListener;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** {@code ./drawbridge}: the one entry point for people. */
@Command(
        name = "drawbridge",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT, // --help of every command
        version = "Drawbridge 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "The whole journey on this machine: a command becomes a row, a public event, a searchable document.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            SearchCommand.class,
            ContractsCommand.class,
            QuarantineCommand.class,
            PurgeErasuresCommand.class,
            ResetCommand.class
        })
public final class Drawbridge {
    Drawbridge() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Drawbridge())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (!(e instanceof ActionRequiredException) && isSilence(e)) {
                        command.getErr()
                                .println("Something of the stack does not answer; ./drawbridge status says what, and"
                                        + " ./drawbridge up starts it.");
                        return 1;
                    }
                    if (!(e instanceof ActionRequiredException)) {
                        e.printStackTrace(command.getErr());
                    }
                    command.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    /** Nobody listens where a component should. */
    private static boolean isSilence(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof ConnectException || each instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    static Home home() {
        return Home.at(Path.of(System.getProperty("drawbridge.home", ".drawbridge")));
    }

    static Distribution distribution() {
        return new Distribution(Path.of(System.getProperty("drawbridge.dist")).toAbsolutePath());
    }

    /** The ports of this call's environment; as long as anything of the stack runs, those it was started on. */
    private static Ports ports(Home home) {
        return RecordedPorts.in(home).or(Ports.from(environment()));
    }

    static Stack stack(StepListener progress) throws Exception {
        Home home = home();
        return new Stack(distribution(), home, ports(home), progress);
    }

    public static StepListener lines() {
        return (what, took) -> System.out.println(line(what, took.toMillis() / 1000.0));
    }

    private static String line(String what, double seconds) {
        return String.format(Locale.ROOT, "  %-34s %6.1f s", what, seconds);
    }

    static Map<String, String> environment() {
        return System.getenv();
    }
}
