package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An index of which one shard is there and the other is not. */
@ExtendWith(TestStack.Extension.class)
class SinkUnassignedIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DOCUMENTS = 40;
    private static final String READ_TIMEOUT_MS = "4000";

    /** Long enough for a bulk to be given up twice. */
    private static final Duration OUTAGE = Duration.ofSeconds(10);

    /** The only node may hold one shard of the two. */
    private static final String HALF = """
            {"settings": {"number_of_shards": 2, "number_of_replicas": 0, "routing.allocation.total_shards_per_node": 1},
             "mappings": {"dynamic": false, "properties": {"erased": {"type": "boolean"}}}}""";

    private static final String WHOLE = "{\"index.routing.allocation.total_shards_per_node\":-1}";

    @Test
    void documentsOfTheShardThatIsThereAreSentOnce(TestStack stack) throws Exception {
        try (SinkRig rig =
                new SinkRig(stack, "half-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            stack.elasticsearch("admin", "DELETE", "/" + rig.index(), null);
            assertThat(stack.elasticsearch("admin", "PUT", "/" + rig.index() + "?wait_for_active_shards=0", HALF)
                            .statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < DOCUMENTS; i++) {
                rig.send("o-" + i, 1, SinkLoad.json("o-" + i, 1));
            }
            rig.flush();
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of("read.timeout.ms", READ_TIMEOUT_MS));
            await().atMost(PATIENCE).until(() -> indexed(stack, rig) > 0);
            await().during(OUTAGE).atMost(PATIENCE).untilAsserted(() -> assertThat(indexed(stack, rig))
                    .as("operations")
                    .isLessThan(DOCUMENTS));
            stack.elasticsearch("admin", "PUT", "/" + rig.index() + "/_settings", WHOLE);
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            assertThat(rig.failure()).isEmpty();
            assertThat(indexed(stack, rig)).as("operations").isEqualTo(DOCUMENTS);
        }
    }

    private static int indexed(TestStack stack, SinkRig rig) throws Exception {
        return TestStack.JSON
                .readTree(stack.elasticsearch("admin", "GET", "/" + rig.index() + "/_stats/indexing", null)
                        .body())
                .at("/_all/primaries/indexing/index_total")
                .asInt();
    }
}
