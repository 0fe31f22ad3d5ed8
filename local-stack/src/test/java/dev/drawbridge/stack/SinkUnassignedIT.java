package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Documents that Elasticsearch does not take, of a shard that is not there or an index that is read-only, and the others. */
@SharesStack
class SinkUnassignedIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DOCUMENTS = 40;

    /** One task feeds all three. */
    @Test
    void indicesBesideOneWithoutAShardAndOneThatIsReadOnlyAreWritten(TestStack stack) throws Exception {
        try (SinkRig half = rig(stack, "shard", Map.of("number_of_shards", 2));
                SinkRig blocked = rig(stack, "blocked", Map.of());
                SinkRig whole = rig(stack, "whole", Map.of())) {
            List<SinkRig> all = List.of(half, blocked, whole);
            whole.deploy(
                    stack.stack.elasticsearch.uri().toString(),
                    Map.of(
                            "topics", join(all, SinkRig::topic),
                            "topic.to.external.resource.mapping", join(all, rig -> rig.topic() + ":" + rig.index()),
                            "tasks.max", "1",
                            "max.buffered.records", "200",
                            "read.timeout.ms", "4000"));
            for (SinkRig rig : all) {
                load(rig, 1);
                rig.awaitAgreement(PATIENCE);
            }
            loseAShard(stack, half.index());
            block(stack, blocked.index(), true);
            load(half, 2);
            load(blocked, 2);
            for (int version = 2; version < 30; version++) {
                load(whole, version);
            }

            whole.awaitAgreement(PATIENCE);
            await("the shard that is there").atMost(PATIENCE).until(() -> operations(stack, half) > 0);
            await("a warning").atMost(PATIENCE).until(() -> Files.readString(stack.home.log("connect"))
                    .contains("Index " + half.index() + " has not taken "));
            assertThat(operations(stack, half))
                    .as("each once, however often the others are tried")
                    .isLessThan(DOCUMENTS);

            block(stack, blocked.index(), false);
            blocked.awaitAgreement(PATIENCE);
            whole.awaitCommitted();
            assertThat(whole.failure()).isEmpty();
        }
    }

    /** What is on the missing shard is not known, so that nothing is written to that index; the other does not wait for it. */
    @Test
    void anIndexBesideANewOneWithoutAShardIsWritten(TestStack stack) throws Exception {
        try (SinkRig half = rig(stack, "half", Map.of());
                SinkRig whole = rig(stack, "whole", Map.of())) {
            allowOneShardOfTwo(stack, half.index());
            List<SinkRig> all = List.of(half, whole);
            load(half, 1);
            load(whole, 1);
            whole.deploy(
                    stack.stack.elasticsearch.uri().toString(),
                    Map.of(
                            "topics", join(all, SinkRig::topic),
                            "topic.to.external.resource.mapping", join(all, rig -> rig.topic() + ":" + rig.index()),
                            "tasks.max", "1"));
            whole.awaitAgreement(PATIENCE);
            load(whole, 2);
            whole.awaitAgreement(PATIENCE);
            assertThat(operations(stack, half)).isZero();

            assertThat(stack.elasticsearch(
                                    "admin",
                                    "PUT",
                                    "/" + half.index() + "/_settings",
                                    "{\"index.routing.allocation.total_shards_per_node\":-1}")
                            .statusCode())
                    .isEqualTo(200);
            half.awaitAgreement(PATIENCE);
            whole.awaitCommitted();
            assertThat(whole.failure()).isEmpty();
        }
    }

    /** The index is created again, and the only node may hold one of its shards. */
    private static void allowOneShardOfTwo(TestStack stack, String index) throws Exception {
        String definition = """
                {"settings": {"number_of_shards": 2, "number_of_replicas": 0, "routing.allocation.total_shards_per_node": 1},
                 "mappings": {"dynamic": false, "properties": {"erased": {"type": "boolean"}}}}""";
        stack.elasticsearch("admin", "DELETE", "/" + index, null);
        assertThat(stack.elasticsearch("admin", "PUT", "/" + index + "?wait_for_active_shards=0", definition)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Its files are not where they were when the index is opened. Nothing is written to it while it is closed. */
    private static void loseAShard(TestStack stack, String index) throws Exception {
        String uuid = TestStack.JSON
                .readTree(stack.elasticsearch("admin", "GET", "/" + index + "/_settings", null)
                        .body())
                .findValue("uuid")
                .asText();
        assertThat(stack.elasticsearch("admin", "POST", "/" + index + "/_close", null)
                        .statusCode())
                .isEqualTo(200);
        Path files = stack.home.data("elasticsearch").resolve("nodes/indices/" + uuid);
        Files.move(files.resolve("1"), files.resolve("lost"));
        assertThat(stack.elasticsearch("admin", "POST", "/" + index + "/_open?wait_for_active_shards=0", null)
                        .statusCode())
                .isEqualTo(200);
    }

    /** As a disk that is nearly full does. */
    private static void block(TestStack stack, String index, boolean blocked) throws Exception {
        String setting = "{\"index.blocks.read_only_allow_delete\":" + (blocked ? "true" : "null") + "}";
        assertThat(stack.elasticsearch("admin", "PUT", "/" + index + "/_settings", setting)
                        .statusCode())
                .isEqualTo(200);
    }

    private static void load(SinkRig rig, long version) throws Exception {
        for (int i = 0; i < DOCUMENTS; i++) {
            rig.send("o-" + i, version, SinkLoad.json("o-" + i, version));
        }
        rig.flush();
    }

    private static SinkRig rig(TestStack stack, String name, Map<String, Object> settings) throws Exception {
        return new SinkRig(stack, name + "-" + UUID.randomUUID().toString().substring(0, 8), settings);
    }

    private static String join(List<SinkRig> rigs, Function<SinkRig, String> part) {
        return rigs.stream().map(part).collect(Collectors.joining(","));
    }

    /** Since the index was opened. */
    private static int operations(TestStack stack, SinkRig rig) throws Exception {
        return TestStack.JSON
                .readTree(stack.elasticsearch("admin", "GET", "/" + rig.index() + "/_stats/indexing", null)
                        .body())
                .at("/_all/primaries/indexing/index_total")
                .asInt();
    }
}
