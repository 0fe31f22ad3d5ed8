package dev.drawbridge.stack.command;

import dev.drawbridge.ops.command.StatusCommand;
import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.LauncherRecord;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** One line per component and connector of the local stack. */
@Command(name = "status", description = "Show each component, port and pid, the connectors and their tasks.")
final class LocalStatusCommand extends StatusCommand {
    private final Local local;

    LocalStatusCommand(Local local) {
        this.local = local;
    }

    @Override
    protected boolean components(PrintWriter out, List<String> remedies) throws Exception {
        Stack stack = local.stack(Local.SILENT);
        boolean well = true;
        out.printf(Locale.ROOT, "%-16s %-10s %6s %8s%n", "COMPONENT", "STATE", "PORT", "PID");
        for (Component component : stack.components()) {
            Optional<ProcessHandle> process = component.child().running();
            State state = State.of(component, process.isPresent());
            well &= state == State.HEALTHY;
            state.remedy(component.name()).ifPresent(remedies::add);
            out.printf(
                    Locale.ROOT,
                    "%-16s %-10s %6d %8s%n",
                    component.name(),
                    state.name().toLowerCase(Locale.ROOT),
                    component.port(),
                    process.map(handle -> String.valueOf(handle.pid())).orElse("-"));
        }
        if (stack.connect.isHealthy()) {
            stack.environment(); // of a stack that an older version has started
            well &= connectors(out, remedies, well);
            remedies.addAll(stack.connect.foreignWorkers().findings());
        }
        new LauncherRecord(local.home())
                .killed()
                .ifPresent(
                        pid -> remedies.add(
                                "The ./drawbridge up that kept this stack (pid " + pid
                                        + ") was killed; what it started goes on. ./drawbridge up takes over, ./drawbridge down stops it."));
        return well;
    }

    /** A server that does not answer is no news where a component was found dead or silent: its own remedy is shown. */
    private boolean connectors(PrintWriter out, List<String> remedies, boolean componentsAreWell) throws Exception {
        try {
            return connectors(out, remedies);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (componentsAreWell) {
                throw e;
            }
            return false;
        }
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
                            + " may say why, ./drawbridge down and up restart it.");
                case DIED ->
                    Optional.of(name + " has died; ./drawbridge logs " + name
                            + " may say why, ./drawbridge up brings it back.");
                case STOPPED -> Optional.of(name + " is not running; ./drawbridge up starts it.");
            };
        }
    }
}
