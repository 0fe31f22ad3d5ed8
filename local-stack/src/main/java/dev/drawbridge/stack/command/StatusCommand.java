package dev.drawbridge.stack.command;

import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.LauncherRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One line per component and connector. Exit code 0 when all is there and well, 3 when something is not. */
@Command(name = "status", description = "Show each component, port, pid, connector and task.")
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_WELL = 3;

    @Override
    public Integer call() throws Exception {
        Stack stack = Drawbridge.stack((what, took) -> {});
        boolean well = true;
        List<String> remedies = new ArrayList<>();
        System.out.printf(Locale.ROOT, "%-16s %-10s %6s %8s%n", "COMPONENT", "STATE", "PORT", "PID");
        for (Component component : stack.components()) {
            Optional<ProcessHandle> process = component.child().running();
            State state = State.of(component, process.isPresent());
            well &= state == State.HEALTHY;
            state.remedy(component.name()).ifPresent(remedies::add);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %-10s %6d %8s%n",
                    component.name(),
                    state.name().toLowerCase(Locale.ROOT),
                    component.port(),
                    process.map(handle -> String.valueOf(handle.pid())).orElse("-"));
        }
        well &= new ConnectorStatus(stack.connect, stack.broker).print(remedies);
        new LauncherRecord(Drawbridge.home())
                .killed()
                .ifPresent(
                        pid -> remedies.add(
                                "The ./drawbridge up that kept this stack (pid " + pid
                                        + ") was killed; what it started goes on. ./drawbridge up takes over, ./drawbridge down stops it."));
        if (!remedies.isEmpty()) {
            System.out.println();
            remedies.forEach(System.out::println);
        }
        return well ? 0 : NOT_WELL;
    }

    /** What is known of a component: its record says that it was started, its process that it lives. */
    private enum State {
        HEALTHY,
        UNHEALTHY,
        DIED,
        STOPPED;

        static State of(Component component, boolean running) throws InterruptedException {
            if (running) {
                return component.isHealthy() ? HEALTHY : UNHEALTHY;
            }
            return component.child().recorded().isPresent() ? DIED : STOPPED; // an orderly stop removes the record
        }

        /** What happened, and what to type. */
        Optional<String> remedy(String name) {
            return switch (this) {
                case HEALTHY -> Optional.empty();
                case UNHEALTHY ->
                    Optional.of(name + " runs but does not answer; ./drawbridge logs " + name
                            + " may say why, ./drawbridge down and up start it anew.");
                case DIED ->
                    Optional.of(name + " has died; ./drawbridge logs " + name
                            + " may say why, ./drawbridge up brings it back.");
                case STOPPED -> Optional.of(name + " is not running; ./drawbridge up starts it.");
            };
        }
    }
}
