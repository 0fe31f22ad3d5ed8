package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An index, a topic or an offset that comes back as it was once, or that is another one under the same name. */
@SharesStack
class SinkHistoryIT {
    private static final int REBALANCING = 409;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern ADOPTION = Pattern.compile("index\\.adopt=(\\S+),");

    /** Nobody moves any offset: the connector has committed what the index it comes back to has not seen. */
    @Test
    void anIndexThatIsRolledBackToGetsWhatHappenedMeanwhileAndTheOtherOneToo(TestStack stack) throws Exception {
        try (SinkRig rig = rig(stack, "back")) {
            String first = rig.index();
            String second = first + "-2";
            rig.createIndex(second, Map.of());
            send(rig, "a", 1);
            deployTo(stack, rig, first);
            awaitVersion(stack, first, "a", 1);
            deployTo(stack, rig, second);
            awaitVersion(stack, second, "a", 1);
            send(rig, "a", 2);
            awaitVersion(stack, second, "a", 2);
            rig.awaitCommitted();

            deployTo(stack, rig, first);
            awaitVersion(stack, first, "a", 2);
            send(rig, "a", 3);
            awaitVersion(stack, first, "a", 3);
            rig.awaitCommitted();
            deployTo(stack, rig, second);
            awaitVersion(stack, second, "a", 3);
        }
    }

    /** "b" is erased after the snapshot, and its tombstone is gone from the topic: nothing could erase it again. */
    @Test
    void aRestoredIndexIsRefusedUntilItIsAdopted(TestStack stack) throws Exception {
        try (SinkRig rig = rig(stack, "restored")) {
            String index = rig.index();
            String snapshot = registerRepository(stack) + "/" + index;
            send(rig, "a", 1);
            send(rig, "b", 1);
            deployTo(stack, rig, index);
            awaitVersion(stack, index, "a", 1);
            awaitVersion(stack, index, "b", 1);
            require(stack, "PUT", snapshot + "?wait_for_completion=true", "{\"indices\":\"" + index + "\"}");
            rig.send("b", 2, null);
            rig.flush();
            awaitVersion(stack, index, "b", 2);
            rig.awaitCommitted();
            rig.undeploy();
            rig.forgetRecords();
            send(rig, "a", 2);

            String copy = index + "-copy";
            require(
                    stack,
                    "POST",
                    snapshot + "/_restore?wait_for_completion=true",
                    "{\"indices\":\"" + index + "\",\"rename_pattern\":\"(.+)\",\"rename_replacement\":\"$1-copy\"}");
            deployTo(stack, rig, copy);
            awaitAdoptionAsked(rig, copy);

            rig.undeploy();
            require(stack, "POST", "/" + index + "/_close", "");
            restore(stack, snapshot, index);
            deployTo(stack, rig, index);
            String overClosed = awaitAdoptionAsked(rig, index);

            rig.undeploy();
            require(stack, "DELETE", "/" + index, null);
            restore(stack, snapshot, index);
            rig.deploy(url(stack), Map.of("index.adopt", overClosed));
            String afterDeletion = awaitAdoptionAsked(rig, index);
            assertThat(afterDeletion).isNotEqualTo(overClosed);
            assertThat(version(stack, index, "a")).as("nothing was written").isEqualTo(1);

            rig.deploy(url(stack), Map.of("index.adopt", afterDeletion));
            awaitVersion(stack, index, "a", 2);
            assertThat(version(stack, index, "b"))
                    .as("as the operator has been told")
                    .isEqualTo(1);
            require(stack, "DELETE", "/" + copy, null);
        }
    }

    @Test
    void aTopicThatWasDeletedAndRecreatedIsRefused(TestStack stack) throws Exception {
        try (SinkRig rig = rig(stack, "topic")) {
            for (int version = 1; version <= 3; version++) {
                send(rig, "a", version);
            }
            deployTo(stack, rig, rig.index());
            awaitVersion(stack, rig.index(), "a", 3);
            rig.awaitCommitted();
            rig.undeploy();
            rig.recreateTopic();
            send(rig, "a", 4);
            deployTo(stack, rig, rig.index());
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(rig.failure())
                    .contains("the topic was deleted and recreated", "index.adopt=" + rig.index() + "@"));
            assertThat(version(stack, rig.index(), "a")).isEqualTo(3);

            String next = rig.index() + "-2";
            rig.createIndex(next, Map.of());
            deployTo(stack, rig, next);
            awaitVersion(stack, next, "a", 4);
        }
    }

    @Test
    void offsetsAreNotMovedPastWhatTheIndexHasSeen(TestStack stack) throws Exception {
        try (SinkRig rig = rig(stack, "moved")) {
            send(rig, "a", 1);
            deployTo(stack, rig, rig.index());
            awaitVersion(stack, rig.index(), "a", 1);
            rig.awaitCommitted();
            connect(stack, rig, "PUT", "/stop", "");
            send(rig, "a", 2);
            int partition = rig.partition("a");
            TestStack.untilConnectIsNotBusy(() -> {
                HttpResponse<String> refused = move(stack, rig, partition, 2);
                if (!refused.body().contains("has seen it only up to 1")) {
                    throw new IOException(refused.statusCode() + " " + refused.body());
                }
            });
            assertThat(move(stack, rig, partition, 2).statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(move(stack, rig, partition, 0).statusCode()).as("back").isEqualTo(200);
            assertThat(connect(stack, rig, "DELETE", "/offsets", "").statusCode())
                    .as("reset")
                    .isEqualTo(200);
            connect(stack, rig, "PUT", "/resume", "");
            awaitVersion(stack, rig.index(), "a", 2);
        }
    }

    private static SinkRig rig(TestStack stack, String name) throws Exception {
        return new SinkRig(stack, name + "-" + UUID.randomUUID().toString().substring(0, 8), Map.of());
    }

    private static void send(SinkRig rig, String id, long version) throws Exception {
        rig.send(id, version, "{}");
        rig.flush();
    }

    private static String url(TestStack stack) {
        return stack.stack.elasticsearch.uri().toString();
    }

    private static void deployTo(TestStack stack, SinkRig rig, String index) throws Exception {
        rig.deploy(url(stack), Map.of("topic.to.external.resource.mapping", rig.topic() + ":" + index));
    }

    /** Returns what the message says is to be set. */
    private static String awaitAdoptionAsked(SinkRig rig, String index) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(rig.failure())
                .contains("Cannot write to index " + index + ": it holds documents"));
        Matcher matcher = ADOPTION.matcher(failure(rig));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String failure(SinkRig rig) {
        try {
            return rig.failure();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitVersion(TestStack stack, String index, String id, long version) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(version(stack, index, id)).isEqualTo(version));
    }

    private static long version(TestStack stack, String index, String id) throws Exception {
        String found = stack.elasticsearch("admin", "GET", "/" + index + "/_doc/" + id, null)
                .body();
        return TestStack.JSON.readTree(found).path("_version").asLong();
    }

    private static String registerRepository(TestStack stack) throws Exception {
        Path location = stack.home.data("elasticsearch").resolve("snapshots");
        require(stack, "PUT", "/_snapshot/files", "{\"type\":\"fs\",\"settings\":{\"location\":\"" + location + "\"}}");
        return "/_snapshot/files";
    }

    private static void restore(TestStack stack, String snapshot, String index) throws Exception {
        require(stack, "POST", snapshot + "/_restore?wait_for_completion=true", "{\"indices\":\"" + index + "\"}");
    }

    private static void require(TestStack stack, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = stack.elasticsearch("admin", method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> move(TestStack stack, SinkRig rig, int partition, long offset)
            throws Exception {
        return connect(stack, rig, "PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "%s", "kafka_partition": %d}, "offset": {"kafka_offset": %d}}]}
                """.formatted(rig.topic(), partition, offset));
    }

    private static HttpResponse<String> connect(TestStack stack, SinkRig rig, String method, String path, String body)
            throws Exception {
        return await().until(
                        () -> Probe.send(Probe.request(
                                        stack.stack.connect.uri().resolve("/connectors/" + rig.connector() + path),
                                        null)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body))),
                        answer -> answer.statusCode() != REBALANCING);
    }
}
