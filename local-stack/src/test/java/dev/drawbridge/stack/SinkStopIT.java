package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.stack.component.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A sink goes on only where it is certain that the index has what it had: after a long stop, and when the index was replaced. */
@SharesStack
class SinkStopIT {
    private static final String CHECKPOINTS = "drawbridge-sink-checkpoints";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LONG_DOWNTIME_MS = Duration.ofDays(31).toMillis();

    @Test
    void aSinkRefusesToGoOnAfterALongStopUntilItsIndexIsMadeAnew(TestStack stack) throws Exception {
        String url = stack.stack.elasticsearch.uri().toString();
        try (SinkRig rig =
                new SinkRig(stack, "stop-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            rig.deploy(url, Map.of());
            send(rig, 1, "{}");
            awaitVersion(rig, 1);
            rig.awaitCommitted();

            rig.undeploy();
            missAnErasure(rig, 2);
            send(rig, 3, "{}");
            rig.deploy(url, Map.of());
            awaitVersion(rig, 3);

            rig.undeploy();
            downtimeWasLong(stack, rig);
            missAnErasure(rig, 4);
            send(rig, 5, "{}");
            rig.deploy(url, Map.of());
            awaitRefusal(rig);
            TestStack.untilConnectIsNotBusy(() -> stack.stack.connect.client().restartFailed(rig.connector()));
            awaitRefusal(rig);
            assertThat(rig.document("a").path("_version").asLong()).isEqualTo(3);

            rig.recreateIndex();
            TestStack.untilConnectIsNotBusy(() -> stack.stack.connect.client().restartFailed(rig.connector()));
            awaitVersion(rig, 5);
        }
    }

    /** Nothing but the mapping is changed, and nothing more is sent: the offsets are committed to the end of the topic. */
    @Test
    void theNextIndexIsFilledFromTheBeginningOfTheTopic(TestStack stack) throws Exception {
        String url = stack.stack.elasticsearch.uri().toString();
        try (SinkRig rig =
                new SinkRig(stack, "next-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            rig.deploy(url, Map.of());
            send(rig, 1, "{}");
            awaitVersion(rig, 1);
            rig.awaitCommitted();

            String next = rig.index() + "-2";
            rig.createIndex(next, Map.of());
            Map<String, String> toNext = Map.of("topic.to.external.resource.mapping", rig.topic() + ":" + next);
            rig.deploy(url, toNext);
            awaitVersion(stack, next, 1);

            rig.awaitCommitted();
            rig.undeploy();
            send(rig, 2, "{}");
            rig.skipToTheEnd();
            rig.deploy(url, toNext);
            awaitVersion(stack, next, 2);
        }
    }

    private static void awaitVersion(TestStack stack, String index, long version) {
        await().atMost(PATIENCE).until(() -> {
            String found = stack.elasticsearch("admin", "GET", "/" + index + "/_doc/a", null)
                    .body();
            return TestStack.JSON.readTree(found).path("_version").asLong() == version;
        });
    }

    /** On a cluster, and by a user, that let a bulk create an index: nothing is committed for what went into that one. */
    @Test
    void aSinkStopsWhenItsIndexIsDeletedUnderItAndDoesNotGoOnWithOneThatABulkMade(TestStack stack) throws Exception {
        String url = stack.stack.elasticsearch.uri().toString();
        Map<String, String> admin = Map.of(
                "connection.username",
                "admin",
                "connection.password",
                stack.reference(Secrets.ELASTICSEARCH_ADMIN),
                "consumer.override.auto.offset.reset",
                "earliest");
        setAutoCreate(stack, "true");
        try (SinkRig rig =
                new SinkRig(stack, "gone-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            rig.deploy(url, admin);
            send(rig, 1, "{}");
            awaitVersion(rig, 1);
            rig.awaitCommitted();

            stack.elasticsearch("admin", "DELETE", "/" + rig.index(), null);
            send(rig, 2, "{\"unknown\":1}");
            awaitFailure(rig, "was deleted, recreated or restored while the task was running");
            assertThat(rig.document("a").path("_version").asLong())
                    .as("a bulk has made it")
                    .isEqualTo(2);

            TestStack.untilConnectIsNotBusy(() -> stack.stack.connect.client().restartFailed(rig.connector()));
            awaitFailure(rig, "maps new fields by itself in its top level");

            rig.recreateIndex();
            TestStack.untilConnectIsNotBusy(() -> stack.stack.connect.client().restartFailed(rig.connector()));
            awaitVersion(rig, 2);
        } finally {
            setAutoCreate(stack, "false");
        }
    }

    private static void setAutoCreate(TestStack stack, String value) throws Exception {
        stack.elasticsearch(
                "admin",
                "PUT",
                "/_cluster/settings",
                "{\"persistent\":{\"action.auto_create_index\":\"" + value + "\"}}");
    }

    private static void awaitFailure(SinkRig rig, String message) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.failure()).contains(message));
    }

    private static void send(SinkRig rig, long version, String json) throws Exception {
        rig.send("a", version, json);
        rig.flush();
    }

    /** As compaction does once {@code delete.retention.ms} is over. */
    private static void missAnErasure(SinkRig rig, long version) throws Exception {
        send(rig, version, null);
        rig.forgetRecords();
    }

    private static void awaitVersion(SinkRig rig, long version) {
        await().atMost(PATIENCE).until(() -> rig.document("a").path("_version").asLong() == version);
    }

    private static void awaitRefusal(SinkRig rig) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.failure())
                .contains(
                        "Cannot resume " + rig.topic() + "-",
                        "tombstone.retention.ms=2592000000",
                        "Rebuild the index"));
    }

    /** Nothing else in the checkpoints is changed. */
    private static void downtimeWasLong(TestStack stack, SinkRig rig) throws Exception {
        int changed = editCheckpoints(stack, rig, checkpoint -> {
            for (String time : new String[] {"seenUntil", "idleAt"}) {
                checkpoint.put(time, Math.max(0, checkpoint.get(time).asLong() - LONG_DOWNTIME_MS));
            }
        });
        assertThat(changed).isPositive();
    }

    /** Returns how many of the checkpoints of the rig's topic are other ones than before. */
    private static int editCheckpoints(TestStack stack, SinkRig rig, Consumer<ObjectNode> change) throws Exception {
        stack.elasticsearch("admin", "POST", "/" + CHECKPOINTS + "/_refresh", null);
        String found = stack.elasticsearch("admin", "GET", "/" + CHECKPOINTS + "/_search?q=topic:" + rig.topic(), null)
                .body();
        int changed = 0;
        for (JsonNode hit : TestStack.JSON.readTree(found).at("/hits/hits")) {
            ObjectNode checkpoint = hit.get("_source").deepCopy();
            change.accept(checkpoint);
            changed += checkpoint.equals(hit.get("_source")) ? 0 : 1;
            String path = "/" + CHECKPOINTS + "/_doc/" + hit.get("_id").asText().replace("/", "%2F");
            assertThat(stack.elasticsearch("admin", "PUT", path, checkpoint.toString())
                            .statusCode())
                    .isEqualTo(200);
        }
        return changed;
    }
}
