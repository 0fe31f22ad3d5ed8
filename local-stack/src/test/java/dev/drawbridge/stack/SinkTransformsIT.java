package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** G4, G5 before the sink's own {@code put}: what Connect does to an erasure under {@code errors.tolerance=all}. */
@SharesStack
class SinkTransformsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String MASK = "org.apache.kafka.connect.transforms.MaskField$Value";

    @Test
    void anErasureIsNotLostInATransformThatFailsOnIt(TestStack stack) throws Exception {
        Map<String, String> failing = new TreeMap<>(Map.of(
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false",
                "transforms", "mask",
                "transforms.mask.type", MASK,
                "transforms.mask.fields", "orderId"));
        String name = "transforms-" + UUID.randomUUID().toString().substring(0, 8);
        try (SinkRig rig = new SinkRig(stack, name, Map.of())) {
            assertThat(findings(stack, rig, failing))
                    .singleElement()
                    .asString()
                    .startsWith("transforms.mask.type: ")
                    .contains("RecordIsTombstone", "negate=true");

            failing.put("transforms.mask.predicate", "erased");
            failing.put("transforms.mask.negate", "true");
            failing.put("predicates", "erased");
            failing.put("predicates.erased.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
            assertThat(findings(stack, rig, failing)).isEmpty();
            rig.deploy(stack.stack.elasticsearch.uri().toString(), failing);
            rig.send("a", 1, SinkLoad.json("a", 1));
            rig.flush();
            await().atMost(PATIENCE).until(() -> rig.document("a").path("found").asBoolean());
            rig.send("a", 2, null);
            rig.flush();
            await().atMost(PATIENCE)
                    .until(() -> rig.document("a").at("/_source/erased").asBoolean());
            rig.awaitCommitted();
            assertThat(stack.topic(rig.deadLetters()).events()).isEmpty();
        }
    }

    @Test
    void recordsAreNotDroppedWithoutAQueue(TestStack stack) throws Exception {
        try (SinkRig rig =
                new SinkRig(stack, "queue-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            assertThat(findings(
                            stack,
                            rig,
                            Map.of(
                                    "behavior.on.malformed.documents", "fail",
                                    "errors.deadletterqueue.topic.name", "")))
                    .singleElement()
                    .asString()
                    .startsWith("errors.tolerance: ")
                    .contains("errors.deadletterqueue.topic.name");
        }
    }

    private static List<String> findings(TestStack stack, SinkRig rig, Map<String, String> changes) throws Exception {
        Map<String, String> config = new TreeMap<>(
                rig.sink(stack.stack.elasticsearch.uri().toString(), changes).config());
        config.put("name", rig.connector());
        return stack.stack.connect.client().validate(config);
    }
}
