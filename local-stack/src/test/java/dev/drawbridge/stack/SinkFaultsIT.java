package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * G4, G5 of the sink through a real worker and a real Elasticsearch: whatever fails on the way, in the end the index equals the
 * highest version of each key, computed from the topic alone.
 */
@ExtendWith(TestStack.Extension.class)
class SinkFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** More than a round of load gives any id: the same version never comes with another content. */
    private static final long VERSIONS_PER_ROUND = 1_000;

    @Test
    void agreesAfterEveryKindOfFault(TestStack stack) throws Exception {
        agreesAfterFaults(stack, 3_000, 3);
    }

    @Tag("soak")
    @RepeatedTest(5)
    void agreesAfterManyFaults(TestStack stack) throws Exception {
        agreesAfterFaults(stack, 50_000, 10);
    }

    /** One third of all bulks fail, in every way a bulk can. */
    private static void agreesAfterFaults(TestStack stack, int records, int times) throws Exception {
        long seed = new Random().nextLong();
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 33, seed);
                SinkRig rig = new SinkRig(stack, name("faults"), Map.of())) {
            rig.deploy(proxy.url(), Map.of("tasks.max", "2", "batch.size", "10", "linger.ms", "0"));
            load(rig, new Random(seed), records, 900, 0);
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            Map<FaultProxy.Fault, Integer> injected = proxy.injected();
            System.out.println("faults injected, seed " + seed + ": " + injected + "; documents compared: "
                    + rig.newest().size());
            for (FaultProxy.Fault fault : FaultProxy.Fault.values()) {
                assertThat(injected.getOrDefault(fault, 0)).as("%s", fault).isGreaterThanOrEqualTo(times);
            }
        }
    }

    @Test
    void agreesAfterElasticsearchWasKilledMidBulk(TestStack stack) throws Exception {
        agreesAfterKills(stack, 1);
    }

    @Tag("soak")
    @Test
    void agreesAfterElasticsearchWasKilledTenTimes(TestStack stack) throws Exception {
        agreesAfterKills(stack, 10);
    }

    private static void agreesAfterKills(TestStack stack, int kills) throws Exception {
        long seed = new Random().nextLong();
        try (SinkRig rig = new SinkRig(stack, name("kills"), Map.of())) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of("batch.size", "20", "tasks.max", "2"));
            for (int kill = 0; kill < kills; kill++) {
                Random random = new Random(seed + kill);
                int before = rig.newest().size();
                long base = kill * VERSIONS_PER_ROUND;
                CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(rig, random, 10_000, 500, base));
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> load.isDone() || indexed(stack, rig) > before);
                killElasticsearch(stack);
                load.join();
                stack.stack.up();
                rig.awaitAgreement(PATIENCE);
            }
            rig.awaitCommitted();
            assertThat(rig.failure()).isEmpty();
            System.out.println("Elasticsearch killed " + kills + " times, seed " + seed + "; documents compared: "
                    + rig.newest().size());
        }
    }

    /** The launcher and the server beneath it, which would end in its own time if the launcher alone were killed. */
    private static void killElasticsearch(TestStack stack) throws Exception {
        Child launcher = stack.stack.elasticsearch.child();
        List<ProcessHandle> servers =
                launcher.running().orElseThrow().descendants().toList();
        assertThat(servers).isNotEmpty();
        servers.forEach(ProcessHandle::destroyForcibly);
        launcher.stop("KILL", Duration.ofSeconds(10));
        servers.forEach(server -> server.onExit().join());
    }

    /** Tasks move between three workers, two of which are killed again and again; zombies write on. */
    @Tag("soak")
    @Test
    void agreesWhileWorkersAreKilledAndTasksMove(TestStack stack) throws Exception {
        long seed = new Random().nextLong();
        List<ExtraWorker> workers = List.of(ExtraWorker.inItsGroup(stack, 2), ExtraWorker.inItsGroup(stack, 3));
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 10, seed);
                SinkRig rig = new SinkRig(stack, name("rebalance"), Map.of())) {
            for (ExtraWorker worker : workers) {
                worker.start();
            }
            rig.deploy(proxy.url(), Map.of("tasks.max", "3", "batch.size", "20"));
            for (int round = 0; round < 4; round++) {
                Random random = new Random(seed + round);
                long base = round * VERSIONS_PER_ROUND;
                CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(rig, random, 10_000, 500, base));
                workers.get(round % 2).kill();
                load.join();
                workers.get(round % 2).start();
            }
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            System.out.println("workers killed 4 times, seed " + seed + ", faults " + proxy.injected()
                    + "; documents compared: " + rig.newest().size());
        } finally {
            for (ExtraWorker worker : workers) {
                worker.kill();
            }
        }
    }

    /** The whole topic once more, from its beginning, over the index that it has made. */
    @Tag("soak")
    @Test
    void agreesAfterEverythingIsReplayedOverTheIndex(TestStack stack) throws Exception {
        int records = Integer.getInteger("drawbridge.replay.records", 1_000_000);
        Duration patience = Duration.ofMinutes(30);
        long seed = new Random().nextLong();
        try (SinkRig rig = new SinkRig(stack, name("replay"), Map.of())) {
            load(rig, new Random(seed), records, 9_000, 0);
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.awaitCommitted(patience);
            rig.awaitAgreement(PATIENCE);
            int indexed = indexed(stack, rig);

            rig.undeploy();
            rig.rewind();
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.awaitCommitted(patience);
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.failure()).isEmpty();
            System.out.println("replayed " + records + " records, seed " + seed + ": " + indexed
                    + " index operations before, " + (indexed(stack, rig) - indexed)
                    + " by the replay; documents compared: "
                    + rig.newest().size());
        }
    }

    private static int indexed(TestStack stack, SinkRig rig) {
        try {
            return TestStack.JSON
                    .readTree(stack.elasticsearch("admin", "GET", "/" + rig.index() + "/_stats/indexing", null)
                            .body())
                    .at("/_all/primaries/indexing/index_total")
                    .asInt();
        } catch (Exception e) {
            return 0;
        }
    }

    /** Versions forwards mostly, sometimes late, twice or erased, and stragglers after that. */
    private static void load(SinkRig rig, Random random, int records, int ids, long base) {
        List<String> late = new ArrayList<>();
        long[] versions = LongStream.generate(() -> base).limit(ids).toArray();
        try {
            for (int i = 0; i < records; i++) {
                int number = random.nextInt(ids);
                long version = ++versions[number];
                String id = "o-" + number;
                boolean erased = random.nextInt(10) == 0;
                String event = id + " " + version;
                if (!erased && random.nextInt(8) == 0) {
                    late.add(event);
                    continue;
                }
                rig.send(id, version, erased ? null : json(id, version));
                if (!erased && random.nextInt(10) == 0) {
                    late.add(event);
                }
                if (late.size() > 20) {
                    straggle(rig, late.remove(random.nextInt(late.size())));
                }
            }
            for (String event : late) {
                straggle(rig, event);
            }
            rig.flush();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void straggle(SinkRig rig, String event) {
        String id = event.substring(0, event.indexOf(' '));
        long version = Long.parseLong(event.substring(event.indexOf(' ') + 1));
        rig.send(id, version, json(id, version));
    }

    private static String json(String id, long version) {
        return "{\"orderId\":\"" + id + "\",\"version\":" + version + ",\"note\":\"Größe \\n 1\",\"total\":4.20}";
    }

    @Test
    void anErasedDocumentIsNotBroughtBackWhenElasticsearchHasForgottenDeletions(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("stub"), Map.of("index.gc_deletes", "0ms"))) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.send("a", 1, json("a", 1));
            rig.send("a", 3, null);
            rig.flush();
            rig.awaitAgreement(PATIENCE);
            stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_forcemerge?only_expunge_deletes=true", null);
            rig.send("a", 2, json("a", 2));
            rig.send("z", 1, json("z", 1));
            rig.flush();
            await().atMost(PATIENCE).until(() -> rig.document("z").path("found").asBoolean());
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.document("a").at("/_source/erased").asBoolean()).isTrue();
        }
    }

    /** The weakness of delete, shown: this is why a stub is the default. */
    @Test
    void aDeletedDocumentComesBackWithAStragglerOnceItsVersionIsForgotten(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("delete"), Map.of("index.gc_deletes", "0ms"))) {
            rig.deploy(
                    stack.stack.elasticsearch.uri().toString(),
                    Map.of(
                            "behavior.on.null.values",
                            "delete",
                            "connection.username",
                            "admin",
                            "connection.password",
                            stack.reference(Secrets.ELASTICSEARCH_ADMIN)));
            rig.send("a", 1, json("a", 1));
            rig.flush();
            await().atMost(PATIENCE).until(() -> rig.document("a").path("found").asBoolean());
            rig.send("a", 3, null);
            rig.send("never-there", 3, null);
            rig.flush();
            await().atMost(PATIENCE)
                    .until(() -> !rig.document("a").path("found").asBoolean());
            await().atMost(PATIENCE).until(() -> {
                stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_refresh", null);
                rig.send("a", 2, json("a", 2));
                rig.flush();
                return rig.document("a").path("found").asBoolean();
            });
            assertThat(rig.failure()).isEmpty();
        }
    }

    @Test
    void onePoisonRecordIsReportedAndAllOthersAreIndexed(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("poison"), Map.of())) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of("batch.size", "50"));
            String injection = "{\"a\":\"x\n{\\\"delete\\\":{\\\"_index\\\":\\\"" + rig.index()
                    + "\\\",\\\"_id\\\":\\\"ok-1\\\"}}\n\"}";
            List<Runnable> poison = List.of(
                    () -> rig.send("bad-json", "1", bytes("{\"a\":")),
                    () -> rig.send("bad-utf8", "1", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
                    () -> rig.send("mapping-conflict", "1", bytes("{\"version\":\"hunter2\"}")),
                    () -> rig.send("injection", "1", bytes(injection)),
                    () -> rig.send("two", "1", bytes("{}\n{\"delete\":{\"_id\":\"ok-1\"}}")),
                    () -> rig.send("", "1", bytes("{}")),
                    () -> rig.send("x".repeat(513), "1", bytes("{}")),
                    () -> rig.send(null, "1", bytes("{}")),
                    () -> rig.send("no-version", "x", bytes("{}")));
            for (int i = 0; i < 100; i++) {
                rig.send("ok-" + i, 1, json("ok-" + i, 1));
                if (i % 10 == 5 && i / 10 < poison.size()) {
                    poison.get(i / 10).run();
                }
            }
            rig.flush();
            await().atMost(PATIENCE)
                    .until(() -> stack.topic(rig.deadLetters()).events().size() == poison.size());
            rig.awaitCommitted();
            for (int i = 0; i < 100; i++) {
                assertThat(rig.document("ok-" + i).path("found").asBoolean()).isTrue();
            }
            assertThat(rig.failure()).isEmpty();
            assertThat(stack.topic(rig.deadLetters()).events()).allSatisfy(event -> assertThat(event.headers())
                    .hasEntrySatisfying("__connect.errors.exception.message", message -> assertThat(message)
                            .contains("Cannot index " + rig.topic() + "-")
                            .doesNotContain("hunter2")));
        }
    }

    /** Only the JSON of a map is kept until Elasticsearch has answered; what is reported is the record as it was. */
    @Test
    void aRejectedMapIsReportedAsTheBytesThatItWasReadFrom(TestStack stack) throws Exception {
        String rejected = "{\"version\": \"hunter2\",  \"total\": 1.50}";
        try (SinkRig rig = new SinkRig(stack, name("maps"), Map.of())) {
            rig.deploy(
                    stack.stack.elasticsearch.uri().toString(),
                    Map.of(
                            "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                            "value.converter.schemas.enable", "false"));
            rig.send("bad", 1, rejected);
            rig.send("good", 1, "{\"version\": 1}");
            rig.flush();

            rig.awaitCommitted();

            assertThat(stack.topic(rig.deadLetters()).events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.value()).isEqualTo(rejected));
            assertThat(rig.document("good").path("found").asBoolean()).isTrue();
        }
    }

    /** What an aborted transaction carries was committed in the database all the same; waiting for its end costs latency only. */
    @Test
    void aRecordIsIndexedBeforeItsKafkaTransactionEnds(TestStack stack) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", stack.stack.broker.bootstrap(), "transactional.id", name("transaction"));
        try (SinkRig rig = new SinkRig(stack, name("uncommitted"), Map.of());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            producer.initTransactions();
            producer.beginTransaction();
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(rig.topic(), "a", bytes(json("a", 7)));
            record.headers().add("ce_aggregateversion", bytes("7"));
            producer.send(record).get();
            await().atMost(PATIENCE)
                    .until(() -> rig.document("a").path("_version").asLong() == 7);
            assertThat(stack.topic(rig.topic()).events()).isEmpty();
            producer.abortTransaction();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Unique for each run: a consumer group is not forgotten with its connector. */
    private static String name(String test) {
        return test + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
