package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.StepListener;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.Unprivileged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The five components and what makes them one journey: who waits for whom, and what is applied when. Bringing up what is
 * up already changes nothing, so the same call also repairs a stack of which a part has died.
 */
public final class Stack {
    public final PostgresServer postgres;
    public final Broker broker;
    public final ConnectWorker connect;
    public final ElasticsearchServer elasticsearch;
    public final WriteApiServer writeApi;
    private final Distribution distribution;
    private final LocalEnvironment local;
    private final StepListener progress;
    private final ComponentStarter start;
    private final ExecutorService starters = Executors.newCachedThreadPool(Stack::daemon);
    private volatile boolean stopping;

    public Stack(Distribution distribution, Home home, Ports ports, StepListener progress)
            throws IOException, InterruptedException {
        Secrets secrets = Secrets.in(home.secrets());
        Unprivileged user = Unprivileged.detect();
        this.distribution = distribution;
        this.local = new LocalEnvironment(distribution, home, ports);
        this.postgres = new PostgresServer(distribution, home, secrets, user, ports.postgres());
        this.broker = new Broker(distribution, home, ports);
        this.connect = new ConnectWorker(distribution, home, ports, broker);
        this.elasticsearch = new ElasticsearchServer(distribution, home, secrets, user, ports);
        this.writeApi = new WriteApiServer(distribution, home, secrets, postgres, ports.writeApi());
        this.progress = progress;
        this.start = new ComponentStarter(progress);
    }

    /** In the order in which a change travels. */
    public List<Component> components() {
        return List.of(writeApi, postgres, connect, broker, elasticsearch);
    }

    public boolean isAnythingRunning() {
        return components().stream()
                .anyMatch(component -> component.child().running().isPresent());
    }

    public boolean isEverythingRunning() {
        return components().stream()
                .allMatch(component -> component.child().running().isPresent());
    }

    /** Where its servers are, as its file says from now on. */
    public Environment environment() throws IOException {
        return local.write();
    }

    /** What is deployed to it. */
    public DeploymentFiles files() throws IOException {
        return new DeploymentFiles(distribution.connectConfig(), environment().placeholders());
    }

    /**
     * Starts what does not run, applies migrations, topics, indexes and connectors, and returns when a command can be sent
     * and found.
     *
     * @throws ActionRequiredException when a component or connector does not become healthy; what this call started goes on running
     */
    public void up() throws InterruptedException {
        for (Component component : components()) {
            start.requireFreePort(component);
        }
        new StackStart(this, start, starters, progress).run();
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Stops in the order that lets each finish: first who asks, last who stores. */
    public void down() throws InterruptedException, IOException {
        stopping = true;
        starters.shutdownNow(); // an up that is still at work must start nothing behind our back
        starters.awaitTermination(30, TimeUnit.SECONDS);
        for (Component component : List.of(writeApi, connect, elasticsearch, broker, postgres)) {
            boolean running = component.child().running().isPresent();
            long begin = System.nanoTime();
            component
                    .child()
                    .stop(component.stopSignal(), component.stopTimeout()); // forgets one that died by itself, too
            if (running) {
                progress.done(component.name() + " stopped", Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "starter");
        thread.setDaemon(true);
        return thread;
    }
}
