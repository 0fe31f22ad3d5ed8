package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.stack.process.ManagedProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * G4, G5 of the sink through a real worker and a real Elasticsearch: whatever fails on the way, in the end the index equals the
 * highest version of each key, computed from the topic alone.
 */
@UsesStack
class SinkFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
            SinkLoad.run(rig, new Random(seed), records, 900, 0);
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
                long base = kill * SinkLoad.VERSIONS_PER_ROUND;
                CompletableFuture<Void> load =
                        CompletableFuture.runAsync(() -> SinkLoad.run(rig, random, 10_000, 500, base));
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
        ManagedProcess launcher = stack.stack.elasticsearch.child();
        List<ProcessHandle> servers =
                launcher.running().orElseThrow().descendants().toList();
        assertThat(servers).isNotEmpty();
        servers.forEach(ProcessHandle::destroyForcibly);
        launcher.stop("KILL", Duration.ofSeconds(10));
        servers.forEach(server -> server.onExit().join());
    }

    /** The whole topic once more, from its beginning, over the index that it has made. */
    @Tag("soak")
    @Test
    void agreesAfterEverythingIsReplayedOverTheIndex(TestStack stack) throws Exception {
        int records = Integer.getInteger("drawbridge.replay.records", 1_000_000);
        Duration patience = Duration.ofMinutes(30);
        long seed = new Random().nextLong();
        try (SinkRig rig = new SinkRig(stack, name("replay"), Map.of())) {
            SinkLoad.run(rig, new Random(seed), records, 9_000, 0);
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
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(rig.topic(), "a", bytes(SinkLoad.json("a", 7)));
            record.headers().add("ce_aggregateversion", bytes("7"));
            producer.send(record).get();
            await().atMost(PATIENCE)
                    .until(() -> rig.document("a").path("_version").asLong() == 7);
            assertThat(stack.topic(rig.topic()).committed()).isEmpty();
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
