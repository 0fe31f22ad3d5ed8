package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.HostRequirements;
import dev.drawbridge.stack.process.LauncherRecord;
import dev.drawbridge.stack.process.RecordedPorts;
import dev.drawbridge.stack.process.StartLock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the stack up, says what to do next, and keeps it up until Ctrl-C unless detached. */
@Command(name = "up", description = "Start everything that does not run yet, and say what to try next.")
final class UpCommand implements Callable<Integer> {
    private final Local local;

    UpCommand(Local local) {
        this.local = local;
    }

    @Option(names = "--detach", description = "Return when all is healthy; stop later with ./drawbridge down.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        Home home = local.home();
        Stack stack = local.stack(Local.LINES);
        RecordedPorts.in(home).demandNoOther(local.variables());
        Thread stop = new Thread(() -> stopAll(stack));
        if (!detach) {
            Runtime.getRuntime().addShutdownHook(stop); // Ctrl-C while starting stops what has been started
        }
        LauncherRecord record = new LauncherRecord(home);
        record.write();
        try {
            StartLock.whileHolding(home, () -> start(stack, home));
        } catch (ActionRequiredException e) {
            if (stack.isStopping()) {
                return 1; // Ctrl-C: what it interrupted is no failure
            }
            Runtime.getRuntime().removeShutdownHook(stop);
            record.forget();
            throw e;
        }
        System.out.println(Addresses.of(stack, home));
        if (detach) {
            record.forget();
            System.out.println("Running in the background: ./drawbridge status | logs NAME | down");
            return 0;
        }
        stayInForeground(stack, stop);
        record.forget();
        return 0;
    }

    private void start(Stack stack, Home home) throws Exception {
        long begin = System.nanoTime();
        if (!stack.isAnythingRunning()) {
            HostRequirements.check(home.root(), local.variables());
        }
        System.out.println(stack.isEverythingRunning() ? "The stack is running; checking it." : "Starting:");
        try {
            stack.up();
        } catch (ActionRequiredException e) {
            throw new ActionRequiredException(e.getMessage()
                    + (stack.isAnythingRunning()
                            ? "\nWhat did start goes on running; ./drawbridge down stops it."
                            : ""));
        }
        Local.LINES.done("ready", Duration.ofNanos(System.nanoTime() - begin));
    }

    private static void stayInForeground(Stack stack, Thread stop) throws InterruptedException {
        System.out.println("Press Ctrl-C to stop everything.");
        Map<String, Integer> missed = new HashMap<>();
        while (stack.isAnythingRunning() && !stack.isStopping()) {
            for (Component component : stack.components()) {
                int looks = hasDied(component) ? missed.merge(component.name(), 1, Integer::sum) : 0;
                if (looks == 0) {
                    missed.remove(component.name());
                } else if (looks == 2 && !stack.isStopping()) { // whoever stops it removes its record a moment later
                    System.out.println(component.name() + " has died; ./drawbridge logs " + component.name()
                            + " may say why, ./drawbridge up in another terminal brings it back.");
                }
            }
            Thread.sleep(1000);
        }
        if (!stack.isStopping()) {
            Runtime.getRuntime().removeShutdownHook(stop);
            System.out.println("Everything has stopped.");
        }
    }

    /** An orderly stop, as by ./drawbridge down in another terminal, takes the record away. */
    private static boolean hasDied(Component component) {
        return component.child().running().isEmpty()
                && component.child().recorded().isPresent();
    }

    private void stopAll(Stack stack) {
        try {
            System.out.println("\nStopping:");
            stack.down();
            new LauncherRecord(local.home()).forget();
        } catch (IOException | InterruptedException e) {
            System.err.println("Stopping was cut short (" + e.getMessage() + "); run ./drawbridge down.");
        }
    }
}
