package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.demo.Demo;
import dev.drawbridge.stack.demo.Sample;
import dev.drawbridge.stack.demo.probe.Endpoints;
import dev.drawbridge.stack.demo.result.Counts;
import dev.drawbridge.stack.demo.workload.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends realistic commands and times their way. Exit code 1 when the counts do not add up. What it needs is loaded when it
 * is called and not before.
 */
@Command(name = "demo", description = "Send a stream of commands and show how fast, and that nothing is lost.")
public final class DemoCommand implements Callable<Integer> {
    private final Local local;

    DemoCommand(Local local) {
        this.local = local;
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);

    @Option(names = "--rate", defaultValue = "50", description = "Commands a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "How long to send (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--compare", description = "The same again with stock settings, which are put back afterwards.")
    private boolean compare;

    @Override
    public Integer call() throws Exception {
        if (rate < 1 || seconds < 1) {
            throw new ActionRequiredException("--rate and --seconds must be 1 or more.");
        }
        Stack stack = local.stack(Local.SILENT);
        demandHealthy(stack);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Plan plan = new Plan(rate, Duration.ofSeconds(seconds), TIMEOUT, LONGEST_WARM_UP);
        Demo demo = new Demo(endpoints(stack), plan, out, Boolean.getBoolean("drawbridge.terminal"));
        List<Counts> counts = compare ? demo.compare(new Redeployment(stack)) : List.of(demo.run());
        return counts.stream().allMatch(count -> count.differences().isEmpty()) ? 0 : 1;
    }

    public static Endpoints endpoints(Stack stack) throws IOException {
        Sample sample = Sample.of(stack.files());
        return new Endpoints(
                stack.writeApi.uri(),
                stack.broker.access(),
                sample.topics(),
                stack.elasticsearch.access("search"),
                stack.elasticsearch.access("admin"),
                sample.readModel().alias(),
                sample.readModel().index());
    }

    private static void demandHealthy(Stack stack) throws InterruptedException {
        for (Component component : stack.components()) {
            if (component.child().running().isEmpty() || !component.isHealthy()) {
                throw new ActionRequiredException(component.name() + " does not answer on port " + component.port()
                        + "; start the stack with ./drawbridge up --detach, then try again.");
            }
        }
    }
}
