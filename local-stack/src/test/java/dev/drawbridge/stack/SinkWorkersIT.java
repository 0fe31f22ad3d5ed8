package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** G4 of the sink while its tasks move between workers that die, or are taken for dead and write on. */
@ExtendWith(TestStack.Extension.class)
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
        agreesWhileWorkersAreKilled(stack, 500, 2);
    }

    @Tag("soak")
    @Test
    void agreesWhileWorkersAreKilledAndStartedAgain(TestStack stack) throws Exception {
        agreesWhileWorkersAreKilled(stack, 10_000, 6);
    }

    /** Those beside the suite's own in turn, each while it runs a task, has written some documents and cannot write the others. */
    private static void agreesWhileWorkersAreKilled(TestStack stack, int records, int kills) throws Exception {
        long seed = new Random().nextLong();
        List<ExtraWorker> workers = List.of(ExtraWorker.inItsGroup(stack, 2), ExtraWorker.inItsGroup(stack, 3));
        Bulks bulks = new Bulks();
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 10, seed);
                SinkRig rig = new SinkRig(stack, name("rebalance"), Map.of())) {
            proxy.watch(bulks);
            start(workers);
            rig.deploy(proxy.url(), OPTIONS);
            TaskOwners owners = new TaskOwners(stack, rig, TASKS);
            for (int round = 0; round < kills; round++) {
                ExtraWorker worker = workers.get(round % 2);
                if (round >= workers.size()) {
                    worker.start();
                }
                owners.awaitOneAt(worker);
                Random random = new Random(seed + round);
                long number = round;
                long base = number * SinkLoad.VERSIONS_PER_ROUND;
                CompletableFuture<Void> load =
                        CompletableFuture.runAsync(() -> SinkLoad.run(rig, random, records, 300, base));
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> bulks.ids(number).size() > 5);
                proxy.setDown(true);
                load.join();
                TimeUnit.SECONDS.sleep(1); // offsets are committed now, but not those of what could not be written
                worker.kill();
                proxy.setDown(false);
                owners.awaitNoneAt(worker);
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
            owners.awaitOneAt(zombie);

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

    /** Few ids: each gets newer versions in each round. */
    private static void round(SinkRig rig, Random random, int round, int ids) {
        SinkLoad.run(rig, random, 400, ids, round * SinkLoad.VERSIONS_PER_ROUND);
    }

    private static Map<String, Integer> partitions(TestStack stack, SinkRig rig) {
        return stack.topic(rig.topic()).events().stream()
                .collect(Collectors.toMap(Topic.Event::key, Topic.Event::partition, (one, same) -> one));
    }

    /** The ids of the documents in bulks, by the round that their version tells. Thread-safe. */
    private static final class Bulks implements java.util.function.Consumer<String> {
        private static final Pattern ACTION = Pattern.compile("\"_id\":\"(o-\\d+)\",\"version\":(\\d+)");

        private final Map<Long, Set<String>> idsByRound = new ConcurrentHashMap<>();

        @Override
        public void accept(String bulk) {
            Matcher action = ACTION.matcher(bulk);
            while (action.find()) {
                long round = (Long.parseLong(action.group(2)) - 1) / SinkLoad.VERSIONS_PER_ROUND;
                idsByRound
                        .computeIfAbsent(round, missing -> ConcurrentHashMap.newKeySet())
                        .add(action.group(1));
            }
        }

        Set<String> ids(long round) {
            return idsByRound.getOrDefault(round, Set.of());
        }

        void forget() {
            idsByRound.clear();
        }
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
