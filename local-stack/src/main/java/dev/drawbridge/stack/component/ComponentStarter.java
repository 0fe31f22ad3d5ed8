package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.ConnectorRollout.Repair;
import dev.drawbridge.ops.apply.StepListener;
import dev.drawbridge.stack.process.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How one component is brought up, be there nothing left of an earlier one, or the remains of one that was killed. */
final class ComponentStarter {
    private final StepListener progress;

    ComponentStarter(StepListener progress) {
        this.progress = progress;
    }

    /** @throws ActionRequiredException when the component does not run and something else has its port */
    void requireFreePort(Component component) throws InterruptedException {
        if (component.child().running().isPresent()) {
            return;
        }
        // One that was killed leaves a record, and children that need a moment to notice.
        int attempts = component.child().recorded().isPresent() ? 200 : 0;
        while (!Ports.isFree(component.port()) && attempts-- > 0) {
            Thread.sleep(100);
        }
        if (!Ports.isFree(component.port())) {
            throw new ActionRequiredException("Port " + component.port() + " for " + component.name()
                    + " is taken; stop what listens there, or "
                    + (component.child().recorded().isPresent() ? "after ./drawbridge down " : "")
                    + "choose another with "
                    + Ports.variable(component.variable()) + "=<port>.");
        }
    }

    /**
     * Starts the component unless it runs, and waits until it is healthy.
     *
     * @throws ActionRequiredException when it ends, or is not healthy in time
     */
    void bringUp(Component component) throws IOException, InterruptedException {
        bringUp(component, List.of(), () -> {});
    }

    /**
     * The same; {@code repair} is called as long as it is not healthy.
     *
     * @param needed components that it cannot become healthy without; they ran before
     * @throws ActionRequiredException also when one of those dies meanwhile: there is nothing to wait for then
     */
    void bringUp(Component component, List<Component> needed, Repair repair) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        if (component.child().running().isEmpty()) {
            component.start();
        }
        long timeout = component.startTimeout().toNanos();
        while (!component.isHealthy()) {
            if (component.child().running().isEmpty()) {
                startAgain(component);
            }
            demandAlive(needed, component.name());
            if (System.nanoTime() - begun > timeout) {
                throw new ActionRequiredException(component.name() + " does not answer on port " + component.port()
                        + " after "
                        + component.startTimeout().toSeconds() + " s; see ./drawbridge logs " + component.name()
                        + ".");
            }
            repair.run();
            Thread.sleep(100);
        }
        progress.done(
                component.name() + " on 127.0.0.1:" + component.port(), Duration.ofNanos(System.nanoTime() - begun));
    }

    /** @throws ActionRequiredException when one of those has died that {@code starting} needs, and so would wait for in vain */
    static void demandAlive(List<Component> needed, String starting) {
        for (Component each : needed) {
            if (each.child().running().isEmpty()) {
                throw new ActionRequiredException(each.name() + " died while " + starting
                        + " was starting, which needs it; ./drawbridge up brings back both, ./drawbridge logs "
                        + each.name() + " may say why.");
            }
        }
    }

    private static void startAgain(Component component) throws IOException, InterruptedException {
        String lastErrorLine = component.child().lastErrorLine();
        if (!component.metItsPredecessor(lastErrorLine)) {
            throw new ActionRequiredException(component.name() + " stopped while starting (" + lastErrorLine
                    + "); see ./drawbridge logs " + component.name() + ".");
        }
        component.start();
    }
}
