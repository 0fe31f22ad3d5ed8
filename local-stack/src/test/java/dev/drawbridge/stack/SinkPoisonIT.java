package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record that can be no document stands in the way of no other. */
@SharesStack
class SinkPoisonIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OTHERS = 130;

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
                    () -> rig.send("no-version", "x", bytes("{}")),
                    () -> rig.send("key-twice", "1", bytes("{\"orderId\":\"hunter2\",\"orderId\":\"hunter2\"}")),
                    () -> rig.send("term-too-long", "1", bytes("{\"id\":\"" + "hunter2".repeat(6_000) + "\"}")),
                    () -> rig.send("unmapped-key-twice", "1", bytes("{\"a\":{\"hunter2\":1,\"hunter2\":2}}")));
            for (int i = 0; i < OTHERS; i++) {
                rig.send("ok-" + i, 1, SinkLoad.json("ok-" + i, 1));
                if (i % 10 == 5 && i / 10 < poison.size()) {
                    poison.get(i / 10).run();
                }
            }
            rig.flush();
            await().atMost(PATIENCE)
                    .until(() -> stack.topic(rig.deadLetters()).events().size() == poison.size());
            rig.awaitCommitted();
            for (int i = 0; i < OTHERS; i++) {
                assertThat(rig.document("ok-" + i).path("found").asBoolean()).isTrue();
            }
            assertThat(rig.failure()).isEmpty();
            assertThat(stack.topic(rig.deadLetters()).events()).allSatisfy(event -> assertThat(event.headers())
                    .hasEntrySatisfying("__connect.errors.exception.message", message -> assertThat(message)
                            .contains("Cannot index " + rig.topic() + "-")
                            .doesNotContain("hunter2")));
            assertThat(message(stack, rig, "mapping-conflict")).contains("at field version;");
            assertThat(message(stack, rig, "term-too-long")).contains("at field id;");
            assertThat(message(stack, rig, "unmapped-key-twice")).doesNotContain("at field");
        }
    }

    private static String message(TestStack stack, SinkRig rig, String key) {
        return stack.topic(rig.deadLetters()).events().stream()
                .filter(event -> key.equals(event.key()))
                .map(event -> event.headers().get("__connect.errors.exception.message"))
                .findFirst()
                .orElseThrow();
    }

    /** It is refused with all that is in its bulk: 413 without a body, as Elasticsearch answers beyond http.max_content_length. */
    @Test
    void aDocumentTooLargeForElasticsearchIsReportedAndAllOthersAreIndexed(TestStack stack) throws Exception {
        String large = "x".repeat(100_000);
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 0, 0).withMaxContentLength(50_000);
                SinkRig rig = new SinkRig(stack, name("oversized"), Map.of())) {
            for (int i = 0; i < OTHERS; i++) {
                rig.send("ok-" + i, 1, SinkLoad.json("ok-" + i, 1));
                if (i == 5) {
                    rig.send("large", 1, "{\"note\":\"" + large + "\"}");
                    rig.send("grown", 1, SinkLoad.json("grown", 1));
                    rig.send("grown", 2, "{\"note\":\"" + large + "\"}");
                }
            }
            rig.flush();
            rig.deploy(proxy.url(), Map.of("batch.size", "50"));

            rig.awaitCommitted();
            assertThat(stack.topic(rig.deadLetters()).events())
                    .extracting(Topic.Event::key)
                    .containsExactlyInAnyOrder("large", "grown");
            assertThat(stack.topic(rig.deadLetters()).events()).allSatisfy(event -> assertThat(event.headers())
                    .hasEntrySatisfying("__connect.errors.exception.message", message -> assertThat(message)
                            .contains("Cannot index " + rig.topic() + "-", "413")
                            .doesNotContain("xxx")));
            assertThat(proxy.tooLarge()).as("more than the two alone").isGreaterThan(2);
            for (int i = 0; i < OTHERS; i++) {
                assertThat(rig.document("ok-" + i).path("found").asBoolean()).isTrue();
            }
            assertThat(rig.document("large").path("found").asBoolean()).isFalse();
            assertThat(rig.document("grown").path("_version").asLong()).isEqualTo(1);
            assertThat(rig.failure()).isEmpty();
        }
    }

    /** Reported one by one, they would empty the topic into the dead letters. */
    @ParameterizedTest
    @CsvSource({
        "index.default_pipeline, not-there, 400 illegal_argument_exception; the index names an ingest pipeline that does not exist",
        "index.blocks.write, true, 403 cluster_block_exception; the index is blocked for writes: remove index.blocks.write"
    })
    void whatEachDocumentWouldMeetStopsTheTask(String setting, String value, String message, TestStack stack)
            throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("refusing"), Map.of(setting, value))) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.send("a", 1, SinkLoad.json("a", 1));
            rig.flush();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.failure())
                    .contains("Cannot index " + rig.topic() + "-", message));
            assertThat(stack.topic(rig.deadLetters()).events()).isEmpty();
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

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Unique for each run: a consumer group is not forgotten with its connector. */
    private static String name(String test) {
        return test + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
