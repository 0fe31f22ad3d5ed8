package dev.drawbridge.stack.component;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.ConnectorRollout;
import dev.drawbridge.ops.apply.Deployment;
import dev.drawbridge.ops.apply.StepListener;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.kafka.HangingTransactions;
import dev.drawbridge.ops.kafka.SinkGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;

/** One {@code up}: servers and what is applied to them, each as soon as what it needs is there. Used once. */
final class StackStart {
    private static final Duration CONNECTOR_TIMEOUT = Duration.ofMinutes(4);

    private final Stack stack;
    private final ComponentStarter start;
    private final ExecutorService starters;
    private final StepListener progress;
    private final ForeignWorkers foreignWorkers;
    private final ConnectorRollout rollout;

    StackStart(Stack stack, ComponentStarter start, ExecutorService starters, StepListener progress) {
        this.stack = stack;
        this.start = start;
        this.starters = starters;
        this.progress = progress;
        this.foreignWorkers = stack.connect.foreignWorkers();
        this.rollout = new ConnectorRollout(stack.connect.client(), CONNECTOR_TIMEOUT, progress);
    }

    /** @throws ActionRequiredException when something does not come up */
    void run() throws InterruptedException {
        try {
            Environment environment = stack.environment();
            DeploymentFiles files = stack.files();
            List<ConnectorFile> sources =
                    files.contexts().stream().map(Context::source).toList();
            List<Sink> sinks = files.readModels().stream().map(this::sink).toList();
            Deployment deployment = new Deployment(files);

            CompletableFuture<Void> database = step(() -> start.bringUp(stack.postgres))
                    .thenRunAsync(action("migrations", () -> stack.postgres.migrate(environment, sources)), starters);
            CompletableFuture<Void> indexes = step(() -> start.bringUp(stack.elasticsearch))
                    .thenRunAsync(action("indexes", () -> applyIndexes(deployment, environment)), starters);
            CompletableFuture<Void> worker = step(() -> start.bringUp(stack.broker))
                    .thenRunAsync(
                            action(
                                    "topics",
                                    () -> deployment.topics(stack.broker.access(), stack.broker.kafkaConfigs())),
                            starters)
                    .thenRunAsync(run(() -> bringUpWorker(sinks)), starters);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            all.add(database.thenRunAsync(
                    run(() -> start.bringUp(stack.writeApi, List.of(stack.postgres), () -> {})), starters));
            CompletableFuture<Void> forSources = CompletableFuture.allOf(database, worker);
            sources.forEach(source -> all.add(forSources.thenRunAsync(
                    action("connector " + source.name(), () -> deploySource(source)), starters)));
            CompletableFuture<Void> forSinks = CompletableFuture.allOf(indexes, worker);
            sinks.forEach(sink -> all.add(forSinks.thenRunAsync(
                    action("connector " + sink.connector().name(), () -> deploySink(sink)), starters)));
            all.addAll(List.of(forSources, forSinks)); // also where there is no connector
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ActionRequiredException known
                    ? known
                    : new ActionRequiredException(String.valueOf(e.getCause()));
        } catch (IOException e) {
            throw new ActionRequiredException("The environment's file cannot be written: " + e.getMessage());
        }
    }

    private record Sink(ConnectorFile connector, SinkGroup group) {}

    private Sink sink(ReadModel readModel) {
        ConnectorFile connector = readModel.sink();
        return new Sink(connector, new SinkGroup(stack.broker.access(), connector));
    }

    private static void applyIndexes(Deployment deployment, Environment environment) throws IOException {
        try (ElasticsearchClient client = ElasticsearchClients.open(environment.elasticsearch())) {
            deployment.indexes(client);
        }
    }

    /** A worker reads its offsets to their end before it answers, and so waits for what is left open there. */
    private void bringUpWorker(List<Sink> sinks) throws IOException, InterruptedException {
        if (stack.connect.child().running().isEmpty()) {
            for (Sink sink : sinks) { // who is in the group now is a member that has died
                sink.group().rememberDeparted();
            }
        }
        HangingTransactions hanging = new HangingTransactions(stack.broker.access());
        start.bringUp(stack.connect, List.of(stack.broker), () -> abort(hanging));
    }

    private void deploySource(ConnectorFile source) throws Exception {
        HangingTransactions hanging = new HangingTransactions(stack.broker.access());
        rollout.deploy(source, () -> stack.postgres.slot(source).reader().isPresent(), () -> {
            foreignWorkers.refuseInOwnGroup();
            ComponentStarter.demandAlive(
                    List.of(stack.connect, stack.broker, stack.postgres), "connector " + source.name());
            abort(hanging);
        });
    }

    private void deploySink(Sink sink) throws Exception {
        rollout.deploy(sink.connector(), sink.group()::isConsuming, () -> {
            ComponentStarter.demandAlive(
                    List.of(stack.connect, stack.broker, stack.elasticsearch),
                    "connector " + sink.connector().name());
            foreignWorkers.refuseInOwnGroup();
        });
    }

    /** Called again and again while something does not come up. A Kafka that does not answer for now is no reason to end. */
    private void abort(HangingTransactions hanging) throws InterruptedException {
        try {
            int aborted = hanging.abort();
            if (aborted > 0) {
                progress.done("aborted what Kafka left open in " + aborted + " partitions", Duration.ZERO);
            }
        } catch (IOException e) {
            // the next check may get an answer
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private CompletableFuture<Void> step(Step step) {
        return CompletableFuture.runAsync(run(step), starters);
    }

    private Runnable action(String name, Step step) {
        return run(() -> {
            long begin = System.nanoTime();
            step.run();
            progress.done(name, Duration.ofNanos(System.nanoTime() - begin));
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
