package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.StepListener;
import dev.drawbridge.stack.process.Unprivileged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The five components and what makes them one journey: who waits for whom, and what is applied when. Bringing up what is
 * up already changes nothing, so the same call also mends a stack of which a part has died.
 */
public final class Stack {
    public final PostgresServer postgres;
    public final Broker broker;
    public final ConnectWorker connect;
    public final ElasticsearchServer elasticsearch;
    public final WriteApiServer writeApi;
    private final StepListener progress;
    private final ComponentStarter start;
    private final ExecutorService starters = Executors.newCachedThreadPool(Stack::daemon);
    private volatile boolean stopping;

    public Stack(Distribution distribution, Home home, Ports ports, StepListener progress)
            throws IOException, InterruptedException {
        Secrets secrets = Secrets.in(home.secrets());
        Unprivileged user = Unprivileged.detect();
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

    /**
     * Starts what does not run, applies migrations, topics, index and connectors, and returns when a command can be sent
     * and found.
     *
     * @throws ActionRequiredException when a component or connector does not become healthy; what this call started goes on running
     */
    public void up() throws InterruptedException {
        for (Component component : components()) {
            start.requireFreePort(component);
        }
        ForeignWorkers foreignWorkers = connect.foreignWorkers();
        Deployment deployment = new Deployment(connect.client(), broker, progress);
        String reader = connect.sink().name();
        HangingTransactions hanging = new HangingTransactions(broker);
        try {
            CompletableFuture<Void> database = step(starters, () -> start.bringUp(postgres))
                    .thenRunAsync(action("migrations", () -> postgres.migrate()), starters);
            CompletableFuture<Void> index = step(starters, () -> start.bringUp(elasticsearch))
                    .thenRunAsync(action("index", elasticsearch::applyIndex), starters);
            CompletableFuture<Void> topics = step(starters, () -> start.bringUp(broker))
                    .thenRunAsync(action("topics", broker::createTopics), starters);
            CompletableFuture<Void> worker =
                    topics.thenRunAsync(run(() -> bringUpWorker(deployment, reader, hanging)), starters);
            CompletableFuture<Void> api =
                    database.thenRunAsync(run(() -> start.bringUp(writeApi, List.of(postgres), () -> {})), starters);
            CompletableFuture<Void> source = CompletableFuture.allOf(database, worker)
                    .thenRunAsync(
                            action(
                                    "connector " + connect.source().name(),
                                    () -> deployment.deploy(
                                            connect.source(),
                                            postgres::isStreaming,
                                            () -> mendSource(hanging, foreignWorkers))),
                            starters);
            CompletableFuture<Void> sink = CompletableFuture.allOf(index, worker)
                    .thenRunAsync(
                            action(
                                    "connector " + reader,
                                    () -> deployment.deploy(
                                            connect.sink(),
                                            () -> deployment.isConsuming(reader),
                                            () -> mendSink(reader, foreignWorkers))),
                            starters);
            CompletableFuture.allOf(api, source, sink).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ActionRequiredException known
                    ? known
                    : new ActionRequiredException(String.valueOf(e.getCause()));
        }
    }

    /** Asked again and again while something does not come up. A Kafka that does not tell for now is no reason to end. */
    private void abort(HangingTransactions hanging) throws InterruptedException {
        try {
            int aborted = hanging.abort();
            if (aborted > 0) {
                progress.done("aborted what Kafka left open in " + aborted + " partitions", Duration.ZERO);
            }
        } catch (IOException e) {
            // the next look may get an answer
        }
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
            long start = System.nanoTime();
            component
                    .child()
                    .stop(component.stopSignal(), component.stopPatience()); // forgets one that died by itself, too
            if (running) {
                progress.done(component.name() + " stopped", Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    /** A worker reads its offsets to their end before it answers, and so waits for what is left open there. */
    private void bringUpWorker(Deployment deployment, String sink, HangingTransactions hanging)
            throws IOException, InterruptedException {
        if (connect.child().running().isEmpty()) {
            deployment.rememberDeparted(sink);
        }
        start.bringUp(connect, List.of(broker), () -> abort(hanging));
    }

    private void mendSink(String sink, ForeignWorkers foreignWorkers) throws InterruptedException {
        ComponentStarter.demandAlive(List.of(connect, broker, elasticsearch), "connector " + sink);
        foreignWorkers.refuseInOwnGroup();
    }

    private void mendSource(HangingTransactions hanging, ForeignWorkers foreignWorkers) throws InterruptedException {
        foreignWorkers.refuseInOwnGroup();
        ComponentStarter.demandAlive(
                List.of(connect, broker, postgres),
                "connector " + connect.source().name());
        abort(hanging);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "starter");
        thread.setDaemon(true);
        return thread;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> step(ExecutorService threads, Step step) {
        return CompletableFuture.runAsync(run(step), threads);
    }

    private Runnable action(String name, Step step) {
        return run(() -> {
            long start = System.nanoTime();
            step.run();
            progress.done(name, Duration.ofNanos(System.nanoTime() - start));
        });
    }

    private static Runnable run(Step step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        };
    }
}
