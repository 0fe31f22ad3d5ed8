package dev.drawbridge.ops.command;

import dev.drawbridge.ops.database.OutboxSetup;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.republish.RepublishApi;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The outbox of a write service. */
@Command(
        name = "outbox",
        synopsisSubcommandLabel = "COMMAND",
        description = "Prepare a database for capture, and have aggregates published again.")
final class OutboxCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Create what is missing in the environment's database: roles, outbox, publication and the"
                    + " contexts' slots; set the roles' passwords.")
    int init(@Mixin EnvironmentOptions options) throws Exception {
        PrintWriter out = out();
        new OutboxSetup(options.environment())
                .apply(options.files().contexts().stream().map(Context::source).toList())
                .forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }

    @Command(
            description =
                    "Have the write service publish aggregates again, at the versions they have, marked as replays."
                            + " May be stopped: it prints where to go on.")
    int republish(
            @Mixin EnvironmentOptions options,
            @Option(names = "--type", required = true, paramLabel = "TYPE", description = "The aggregate type")
                    String type,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "The aggregates' ids") @Nullable
                    List<String> ids,
            @Option(names = "--all", description = "All aggregates of the type") boolean all,
            @Option(names = "--after", paramLabel = "ID", description = "With --all: go on after this one") @Nullable
                    String after,
            @Option(
                            names = "--rate",
                            defaultValue = "500",
                            paramLabel = "N",
                            description = "With --all: so many a second at most (${DEFAULT-VALUE})")
                    int rate)
            throws Exception {
        List<String> named = ids == null ? List.of() : ids;
        if (all == !named.isEmpty() || rate < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Name aggregates by their ids, or --all with a --rate of 1 or more.");
        }
        RepublishApi service = new RepublishApi(options.environment().writeApi());
        return all ? all(service, type, after, rate) : some(service, type, named);
    }

    private int some(RepublishApi service, String type, List<String> ids) throws Exception {
        RepublishApi.Answer answer = service.some(type, ids);
        PrintWriter out = out();
        out.println(answer.republished() + " republished.");
        answer.missing().forEach(id -> out.println("There is no " + type + " " + id + "."));
        out.flush();
        return answer.missing().isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private int all(RepublishApi service, String type, @Nullable String after, int rate) throws Exception {
        PrintWriter out = out();
        int limit = Math.min(rate, RepublishApi.PAGE);
        long pauseNanos = Duration.ofSeconds(1).toNanos() * limit / rate;
        long republished = 0;
        @Nullable String next = after;
        do {
            long start = System.nanoTime();
            RepublishApi.Answer answer = service.page(type, next, limit);
            republished += answer.republished();
            next = answer.next().orElse(null);
            if (next != null) {
                out.println(republished + " republished; go on with --all --after " + next + " if this is stopped.");
                out.flush();
                Thread.sleep(Duration.ofNanos(Math.max(0, pauseNanos - (System.nanoTime() - start)))
                        .toMillis());
            }
        } while (next != null);
        out.println(republished + " republished.");
        out.flush();
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
