package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** G4 of the sink while its tasks move between workers that die, or are taken for dead and write on. */
@UsesStack
class SinkWorkersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TASKS = SinkRig.PARTITIONS;
    private static final int IDS = 30;
    private static final Map<String, String> OPTIONS = Map.of(
            "tasks.max",
            String.valueOf(TASKS),
            "batch.size",
            "20",
            "consumer.override.session.timeout.ms",
            "6000",
            "consumer.override.heartbeat.interval.ms",
            "2000");

    @Test
    void agreesAfterTwoOfThreeWorkersWereKilled(TestStack stack) throws Exception {
        agreesWhileWorkersAreKilled(stack, 500, 2, false);
    }

    @Tag("soak")
    @Test
    void agreesWhileWorkersAreKilledAndStartedAgain(TestStack stack) throws Exception {
        agreesWhileWorkersAreKilled(stack, 10_000, 6, true);
    }

    /** Those beside the suite's own, each while it runs a task, has written some documents and cannot write the others. */
    private static void agreesWhileWorkersAreKilled(TestStack stack, int records, int kills, boolean startAgain)
            throws Exception {
        long seed = new Random().nextLong();
        List<ExtraWorker> workers = List.of(ExtraWorker.inItsGroup(stack, 2), ExtraWorker.inItsGroup(stack, 3));
        Bulks bulks = new Bulks();
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 10, seed);
                SinkRig rig = new SinkRig(stack, name("rebalance"), Map.of())) {
            proxy.watch(bulks);
            start(workers);
            rig.deploy(proxy.url(), OPTIONS);
            TaskOwners owners = new TaskOwners(stack, rig, TASKS);
            List<ExtraWorker> alive = new ArrayList<>(workers);
            for (int round = 0; round < kills; round++) {
                ExtraWorker worker = owners.awaitOneAt(alive);
                Random random = new Random(seed + round);
                long base = round * SinkLoad.VERSIONS_PER_ROUND;
                CompletableFuture<Void> load =
                        CompletableFuture.runAsync(() -> SinkLoad.run(rig, random, records, 300, base));
                killAmidWrites(
                        worker,
                        proxy,
                        () -> bulks.ids(base / SinkLoad.VERSIONS_PER_ROUND).size() > 5,
                        load);
                owners.awaitNoneAt(worker);
                alive.remove(worker);
                if (startAgain) {
                    worker.start();
                    alive.add(worker);
                }
            }
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            assertThat(rig.failure()).isEmpty();
            System.out.println("workers killed " + kills + " times, seed " + seed + ", faults " + proxy.injected()
                    + "; documents compared: " + rig.newest().size());
        } finally {
            kill(workers);
        }
    }

    private static void killAmidWrites(
            ExtraWorker worker, FaultProxy proxy, Callable<Boolean> hasWrittenSome, CompletableFuture<Void> load)
            throws Exception {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(hasWrittenSome);
        proxy.setDown(true);
        load.join();
        TimeUnit.SECONDS.sleep(1); // offsets are committed now, but not those of what could not be written
        worker.kill();
        proxy.setDown(false);
    }

    /** Frozen with documents that it could not send; it wakes up when others have its partitions and have written newer ones. */
    @Test
    void aWorkerThatWakesUpAfterItsTasksHaveMovedTakesNoDocumentBack(TestStack stack) throws Exception {
        Random random = new Random();
        List<ExtraWorker> workers = List.of(ExtraWorker.inItsGroup(stack, 2));
        ExtraWorker zombie = workers.get(0);
        Bulks bulks = new Bulks();
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 0, 0);
                SinkRig rig = new SinkRig(stack, name("zombie"), Map.of())) {
            proxy.watch(bulks);
            start(workers);
            rig.deploy(proxy.url(), OPTIONS);
            TaskOwners owners = new TaskOwners(stack, rig, TASKS);
            owners.awaitOneAt(workers);

            round(rig, random, 0, IDS);
            rig.awaitAgreement(PATIENCE);

            proxy.setDown(true);
            round(rig, random, 1, IDS);
            Map<String, Integer> partitions = partitions(stack, rig);
            await("each task has tried")
                    .atMost(PATIENCE)
                    .until(() -> bulks.ids(1).stream()
                                    .map(partitions::get)
                                    .distinct()
                                    .count()
                            == SinkRig.PARTITIONS);
            zombie.freeze();
            owners.awaitNoneAt(zombie);

            proxy.setDown(false);
            round(rig, random, 2, IDS);
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();

            bulks.forget();
            zombie.resume(); // what it takes back of the ids that get no more versions would stay so
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> round(rig, random, 3, IDS / 2));
            await("the zombie writes what is old").atMost(PATIENCE).until(() -> !bulks.ids(1)
                    .isEmpty());
            load.join();
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.failure()).isEmpty();
            System.out.println("documents that the zombie tried to take back: "
                    + bulks.ids(1).size() + "; documents compared: "
                    + rig.newest().size());
        } finally {
            kill(workers);
        }
    }

    /**
     * The sink loses partitions while it sends a document again and again. The task that has them now has indexed what was
     * republished meanwhile: another state of the same version, which versions do not protect.
     */
    @Test
    void aTaskThatLosesAPartitionAmidRetriesDoesNotReplaceWhatWasRepublished(TestStack stack) throws Exception {
        Bulks bulks = new Bulks();
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 0, 0);
                SinkRig rig = new SinkRig(stack, name("republished"), Map.of())) {
            proxy.watch(bulks);
            rig.deploy(proxy.url(), Map.of("tasks.max", "1", "max.in.flight.requests", "1"));
            send(rig, 1, "first");
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();

            proxy.setDown(true);
            send(rig, SinkLoad.VERSIONS_PER_ROUND + 1, "old state");
            await("it is tried").atMost(PATIENCE).until(() -> bulks.ids(1).size() == IDS);
            try (KafkaConsumer<byte[], byte[]> other = joined(stack, rig)) {
                Set<Integer> lost = awaitAssignment(other);
                Map<String, Integer> partitions = partitions(stack, rig);
                for (int i = 0; i < IDS; i++) {
                    if (lost.contains(partitions.get("o-" + i))) {
                        index(stack, rig, "o-" + i, SinkLoad.VERSIONS_PER_ROUND + 1, "republished");
                    }
                }
                bulks.forget();
                proxy.setDown(false);
                send(rig, 2 * SinkLoad.VERSIONS_PER_ROUND + 1, "next");
                await("what it has still").atMost(PATIENCE).until(() -> {
                    other.poll(Duration.ZERO);
                    return !bulks.ids(2).isEmpty();
                });
                assertThat(bulks.ids(1).stream().map(partitions::get)).doesNotContainAnyElementsOf(lost);
                for (int i = 0; i < IDS; i++) {
                    if (lost.contains(partitions.get("o-" + i))) {
                        assertThat(rig.document("o-" + i).at("/_source/note").asText())
                                .isEqualTo("republished");
                    }
                }
            }
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.failure()).isEmpty();
        }
    }

    /** A member of the sink's consumer group that is no sink, as a task on another worker would be. */
    private static KafkaConsumer<byte[], byte[]> joined(TestStack stack, SinkRig rig) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.stack.broker.bootstrap(),
                        "group.id",
                        "connect-" + rig.connector(),
                        "enable.auto.commit",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(rig.topic()));
        return consumer;
    }

    private static Set<Integer> awaitAssignment(KafkaConsumer<byte[], byte[]> consumer) {
        await("some of its partitions").atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty() && consumer.assignment().size() < SinkRig.PARTITIONS;
        });
        return consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private static void send(SinkRig rig, long version, String note) throws Exception {
        for (int i = 0; i < IDS; i++) {
            rig.send("o-" + i, version, "{\"version\":" + version + ",\"note\":\"" + note + "\"}");
        }
        rig.flush();
    }

    private static void index(TestStack stack, SinkRig rig, String id, long version, String note) throws Exception {
        String path = "/" + rig.index() + "/_doc/" + id + "?version_type=external_gte&version=" + version;
        String source = "{\"version\":" + version + ",\"note\":\"" + note + "\"}";
        assertThat(stack.elasticsearch("admin", "PUT", path, source).statusCode() / 100)
                .isEqualTo(2);
    }

    /** Few ids: each gets newer versions in each round. */
    private static void round(SinkRig rig, Random random, int round, int ids) {
        SinkLoad.run(rig, random, 400, ids, round * SinkLoad.VERSIONS_PER_ROUND);
    }

    private static Map<String, Integer> partitions(TestStack stack, SinkRig rig) {
        return stack.topic(rig.topic()).events().stream()
                .collect(Collectors.toMap(Topic.Event::key, Topic.Event::partition, (one, same) -> one));
    }

    private static void start(List<ExtraWorker> workers) {
        CompletableFuture.allOf(workers.stream()
                        .map(worker -> CompletableFuture.runAsync(() -> start(worker)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void start(ExtraWorker worker) {
        try {
            worker.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(List<ExtraWorker> workers) throws Exception {
        for (ExtraWorker worker : workers) {
            worker.kill();
        }
    }

    /** Unique for each run: a consumer group is not forgotten with its connector. */
    private static String name(String test) {
        return test + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
