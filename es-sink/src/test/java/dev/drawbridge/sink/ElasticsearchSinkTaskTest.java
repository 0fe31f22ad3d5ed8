package dev.drawbridge.sink;

import static dev.drawbridge.sink.Records.INDEX;
import static dev.drawbridge.sink.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sink.config.ElasticsearchSinkConfigTest;
import dev.drawbridge.sink.elastic.ScriptedElasticsearch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticsearchSinkTaskTest {

    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    private final ScriptedElasticsearch server = new ScriptedElasticsearch();
    private final ElasticsearchSinkTask task = new ElasticsearchSinkTask();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Long> timeouts = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private ErrantRecordReporter reporter = (record, error) -> {
        reports.add(error.getMessage());
        return CompletableFuture.completedFuture(null);
    };

    ElasticsearchSinkTaskTest() throws IOException {
        server.indices.add(INDEX);
    }

    @AfterEach
    void stop() {
        task.stop();
        server.close();
    }

    @Test
    void indexesAndLetsOffsetsBeCommitted() {
        start(Map.of());
        put(Records.event(3, "a", 1), Records.erasure(4, "b", 2));
        assertThat(server.bulks).hasSize(1);
        assertThat(committable(5)).isEqualTo(5);
    }

    /** It is paused, so that others go on; what has come for it comes again. */
    @Test
    void aPartitionWaitsForTheShardsOfANewIndex() {
        server.checkpoints = false;
        server.shards = 1;
        start(Map.of());
        task.put(List.of(Records.event(0, "a", 1)));
        assertThat(calls).containsExactly("offset " + P0 + " 0", "pause " + P0);
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(1)))).isEmpty();
        assertThat(server.bulks).isEmpty();

        server.shards = 2;
        await().until(() -> {
            task.put(List.of());
            return calls.contains("resume " + P0);
        });
        put(Records.event(0, "a", 1));
        assertThat(committable(1)).isEqualTo(1);
    }

    @Test
    void readsWhatANewIndexLacksBeforeAnythingElse() {
        server.checkpoints = false;
        start(Map.of());
        task.put(List.of(Records.event(3, "a", 2)));
        assertThat(calls).containsExactly("offset " + P0 + " 0");
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(4)))).isEmpty();
        put(Records.event(2, "a", 1), Records.event(3, "a", 2));
        assertThat(calls).hasSize(1);
        assertThat(committable(4)).isEqualTo(4);
        assertThat(server.bodies())
                .filteredOn(body -> body.contains("\"_index\":\"" + INDEX))
                .hasSize(1);
    }

    @Test
    void readsWhatANewIndexLacksThoughNothingMoreComes() {
        server.checkpoints = false;
        start(Map.of());
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(4)))).isEmpty();
        assertThat(timeouts).containsExactly(1L);
        task.put(List.of());
        assertThat(calls).containsExactly("offset " + P0 + " 0");
    }

    /** Else a task that crashed later could not tell what the index has seen. */
    @Test
    void storesWhatTheIndexHasSeenBeforeOffsetsAreCommitted() {
        server.checkpoints = false;
        start(Map.of());
        put(Records.event(0, "a", 1));
        assertThat(checkpoints())
                .as("the index's record, and where the partition begins")
                .hasSize(2)
                .last()
                .asString()
                .contains("\"position\":0");
        assertThat(committable(1)).isEqualTo(1);
        assertThat(checkpoints()).hasSize(3).last().asString().contains("\"position\":1");
        put(Records.event(1, "a", 2));
        server.thenStatus(503, "");
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(2)))).isEmpty();
        assertThat(committable(2)).isEqualTo(2);
        put(Records.event(2, "a", 3));
        server.thenItems("403 security_exception");
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(3)))).isEmpty();
        assertThatThrownBy(() -> task.put(List.of()))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("drawbridge-sink-checkpoints keeps what the sink's indices have seen");
    }

    private List<String> checkpoints() {
        return server.bodies().stream()
                .filter(body -> body.contains("drawbridge-sink-checkpoints"))
                .toList();
    }

    @Test
    void refusesAnIndexWithDocumentsOfWhichItKnowsNothing() {
        server.checkpoints = false;
        server.documents = 1;
        start(Map.of());
        assertThatThrownBy(() -> task.put(List.of(Records.event(0, "a", 1))))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("index.adopt=orders-000001@first-1");
        assertThat(server.bulks).isEmpty();
    }

    @Test
    void commitsNothingAndStopsOnceItsIndexWasRestored() {
        start(Map.of());
        put(Records.event(3, "a", 1));
        server.historyUuid = "restored";
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(4)))).isEmpty();
        assertThatThrownBy(() -> task.put(List.of())).hasMessageContaining("was deleted, recreated or restored");
    }

    @Test
    void beginsANewIndexWhereConnectIsIfThatIsWanted() {
        server.checkpoints = false;
        start(Map.of("consumer.override.auto.offset.reset", "latest"));
        put(Records.event(3, "a", 2));
        assertThat(calls).isEmpty();
        assertThat(committable(4)).isEqualTo(4);
    }

    @Test
    void sendsNothingWhenThereIsNothing() {
        start(Map.of());
        startPartitions();
        assertThat(server.bulks).isEmpty();
        assertThat(committable(0)).isZero();
    }

    @Test
    void refusesToStartWithoutItsIndex() {
        server.indices.remove(INDEX);
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Index orders-000001 does not exist; create it");
    }

    @Test
    void refusesToWriteToAnAlias() {
        server.indices.remove(INDEX);
        server.aliases.add(INDEX);
        assertThatThrownBy(() -> start(Map.of())).hasMessageContaining("is an alias; name the concrete index");
    }

    @Test
    void refusesToStartWithoutRights() {
        for (int status : new int[] {401, 403}) {
            server.answerHeadsWith(status);
            assertThatThrownBy(() -> start(Map.of()))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining(Integer.toString(status));
        }
    }

    @Test
    void startsWithoutAClusterAndChecksItsIndicesLater() throws IOException {
        int port = server.port();
        server.close();
        start(Map.of());
        assertThatThrownBy(() -> task.put(List.of(Records.event(3, "a", 1)))).isInstanceOf(RetriableException.class);
        assertThat(timeouts).hasSize(1).allMatch(ms -> ms > 0 && ms <= 10_000);
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(3)))).isEmpty();

        try (ScriptedElasticsearch back = new ScriptedElasticsearch(port)) {
            assertThatThrownBy(() -> task.put(List.of(Records.event(3, "a", 1))))
                    .hasMessageContaining("does not exist");
            back.indices.add(INDEX);
            put(Records.event(3, "a", 1));
            assertThat(back.bulks).hasSize(1);
            assertThat(committable(4)).isEqualTo(4);
        }
    }

    @Test
    void commitsNothingAndStopsOnceItsIndexIsAnother() {
        start(Map.of());
        put(Records.event(3, "a", 1));
        assertThat(committable(4)).isEqualTo(4);
        server.uuid = "second";
        put(Records.event(4, "a", 2));
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(5)))).isEmpty();
        assertThatThrownBy(() -> task.put(List.of()))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(
                        "Index orders-000001 was deleted, recreated or restored while the task was running")
                .hasMessageContaining("restart the task: an empty index is filled from the beginning of the topic");
    }

    @Test
    void commitsNothingAndStopsOnceItsIndexIsGone() {
        start(Map.of());
        startPartitions();
        server.indices.remove(INDEX);
        put(Records.event(4, "a", 2));
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(5)))).isEmpty();
        assertThatThrownBy(() -> task.put(List.of())).hasMessageContaining("was deleted, recreated or restored");
    }

    @Test
    void keepsNoCheckpointsBehindAnAlias() {
        start(Map.of());
        server.indices.remove("drawbridge-sink-checkpoints");
        server.aliases.add("drawbridge-sink-checkpoints");
        assertThatThrownBy(() -> task.put(List.of(Records.event(4, "a", 2))))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("drawbridge-sink-checkpoints is an alias");
    }

    @Test
    void commitsLaterWhatItCannotLookAtNow() throws IOException {
        start(Map.of());
        put(Records.event(3, "a", 1));
        int port = server.port();
        server.close();
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(4)))).isEmpty();
        try (ScriptedElasticsearch back = new ScriptedElasticsearch(port)) {
            back.indices.add(INDEX);
            assertThat(committable(4)).isEqualTo(4);
        }
        task.put(List.of());
    }

    @Test
    void commitsNothingThatIsStillBeingTried() {
        start(Map.of("retry.backoff.ms", "1"));
        server.thenItems("201", "429 es_rejected_execution_exception");
        CountDownLatch looked = new CountDownLatch(1);
        server.thenStatus(503, "").thenStatus(503, "").thenStatusAfter(looked, 503, "");
        task.put(List.of(Records.event(3, "a", 1), Records.event(4, "b", 1)));
        assertThat(committable(5)).isBetween(3L, 4L);
        looked.countDown();
        settle();
        assertThat(server.bulks.get(1).body().lines()).hasSize(2);
        assertThat(committable(5)).isEqualTo(5);
    }

    @Test
    void pausesItsPartitionsWhileItHoldsTooMuchAndResumesThem() throws IOException {
        start(Map.of("max.buffered.records", "4", "retry.backoff.ms", "1"));
        startPartitions();
        int port = server.port();
        server.close();
        task.put(List.of(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "c", 1)));
        assertThat(calls).isEmpty();
        task.put(List.of(Records.event(4, "d", 1)));
        assertThat(calls).containsExactly("pause " + P0);
        assertThat(timeouts).endsWith(10L);
        task.open(List.of(P0));
        task.put(List.of());
        assertThat(calls).as("newly opened partitions are paused, too").hasSize(2);
        try (ScriptedElasticsearch back = new ScriptedElasticsearch(port)) {
            settle();
            assertThat(back.bulks).isNotEmpty();
        }
        assertThat(calls).endsWith("resume " + P0);
    }

    /** Connect pauses again what it gives back after a rebalance, and leaves the resuming to the task. */
    @Test
    void resumesPartitionsThatCameBackPausedEvenIfItHasRoomByThen() throws IOException {
        start(Map.of("max.buffered.records", "4", "retry.backoff.ms", "1"));
        startPartitions();
        int port = server.port();
        server.close();
        task.put(List.of(
                Records.event(1, "a", 1),
                Records.event(2, "b", 1),
                Records.event(3, "c", 1),
                Records.event(4, "d", 1)));
        assertThat(calls).containsExactly("pause " + P0);
        task.close(List.of(P0));
        try (ScriptedElasticsearch back = new ScriptedElasticsearch(port)) {
            await().until(() -> gauge("BufferedRecords") == 0);
            task.open(List.of(P0));
            task.put(List.of());
            assertThat(back.bulks).as("of what was delivered before").isEmpty();
        }
        assertThat(calls).containsExactly("pause " + P0, "resume " + P0);
    }

    /** Its successor may have written another state of the same version by then. */
    @Test
    void sendsNothingMoreOfAPartitionThatItHasLost() {
        start(Map.of("retry.backoff.ms", "10000"));
        server.thenItems("429 es_rejected_execution_exception");
        task.put(List.of(Records.event(3, "a", 1)));
        await().until(() -> !server.bulks.isEmpty());
        task.close(List.of(P0));
        int sent = server.bulks.size();
        task.open(List.of(P1));
        put(Records.of(1, 1, "other", "1", "{}"));
        assertThat(server.bodies().stream().skip(sent)).hasSize(1).allMatch(body -> body.contains("other"));
        assertThat(committable(4)).as("of no concern to it").isEqualTo(4);
    }

    @Test
    void waitsForWhatIsBeingSentOfAPartitionThatItLoses() throws Exception {
        start(Map.of());
        CountDownLatch answered = new CountDownLatch(1);
        server.thenStatusAfter(answered, 200, "{\"items\":[{\"index\":{\"status\":201}}]}");
        task.put(List.of(Records.event(3, "a", 1)));
        await().until(() -> !server.bulks.isEmpty());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> task.close(List.of(P0)));
        await().during(Duration.ofMillis(100)).until(() -> !closing.isDone());
        answered.countDown();
        closing.get();
        assertThat(gauge("BufferedRecords")).isZero();
    }

    @Test
    void partitionsOfDocumentsThatAreRefusedAloneArePaused() {
        start(Map.of("max.buffered.records", "8", "retry.backoff.ms", "10000"));
        task.open(List.of(P1));
        String refused = "503 unavailable_shards_exception";
        server.thenItems(refused, refused, refused, refused, refused);
        task.put(List.of(
                Records.event(1, "a", 1),
                Records.event(2, "b", 1),
                Records.event(3, "c", 1),
                Records.event(4, "d", 1),
                Records.event(5, "e", 1)));
        await().until(() -> {
            task.put(List.of());
            return !calls.isEmpty();
        });
        assertThat(calls).containsExactly("pause " + P0);
        task.put(List.of(Records.of(1, 1, "other", "1", "{}")));
        await().until(() -> server.bodies().stream().anyMatch(body -> body.contains("other")));
        await().until(() -> gauge("BufferedRecords") <= 5);
        assertThat(calls).hasSize(1);
    }

    @Test
    void comesBackSoonWhileSomethingIsInFlight() throws IOException {
        start(Map.of());
        startPartitions();
        server.close();
        task.put(List.of(Records.event(1, "a", 1)));
        assertThat(timeouts).endsWith(200L);
    }

    @Test
    void ignoresErasuresWhenToldTo() {
        start(Map.of("behavior.on.null.values", "ignore"));
        put(Records.erasure(3, "a", 1));
        assertThat(server.bulks).isEmpty();
        assertThat(committable(4)).isEqualTo(4);
    }

    @Test
    void reportsBadRecordsAndGoesOn() {
        start(Map.of("behavior.on.malformed.documents", "report"));
        server.thenItems("201", "400 document_parsing_exception");
        put(
                Records.of(3, "a", "1", "{} {}"),
                Records.event(4, "b", 1),
                Records.of(5, null, "1", "{}"),
                Records.event(6, "c", 1));
        assertThat(reports)
                .hasSize(3)
                .anySatisfy(
                        report -> assertThat(report).contains(TOPIC + "-0@3").contains("more than one JSON value"))
                .anySatisfy(
                        report -> assertThat(report).contains(TOPIC + "-0@5").contains("key is null"))
                .anySatisfy(report -> assertThat(report)
                        .contains(TOPIC + "-0@6 (index orders-000001, id c, version 1)")
                        .contains("400 document_parsing_exception (number_format_exception)")
                        .doesNotContain("hunter2"));
        assertThat(committable(7)).isEqualTo(7);
    }

    @Test
    void reportsARoutingThatCannotBeSentAndGoesOn() {
        start(Map.of(
                "behavior.on.malformed.documents", "report",
                "document.routing", "value:tenant",
                "behavior.on.null.values", "fail"));
        put(Records.of(3, "a", "1", "{\"tenant\":\"\\ud83d\"}"), Records.of(4, "b", "1", "{\"tenant\":\"t\"}"));
        assertThat(reports).hasSize(1).allMatch(report -> report.contains("value tenant holds half a surrogate pair"));
        assertThat(committable(5)).isEqualTo(5);
    }

    @Test
    void stopsAtABadRecordUnlessToldToReport() {
        start(Map.of());
        assertThatThrownBy(() -> task.put(List.of(Records.of(3, "a", "1", "{} {}"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("behavior.on.malformed.documents=report")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
        server.thenItems("400 document_parsing_exception");
        assertThatThrownBy(() -> put(Records.event(4, "a", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("behavior.on.malformed.documents=report");
        assertThat(reports).isEmpty();
        assertThat(committable(5)).isEqualTo(3);
    }

    @Test
    void stopsAtABadRecordWhenThereIsNobodyToReportTo() {
        reporter = null;
        start(Map.of("behavior.on.malformed.documents", "report"));
        assertThatThrownBy(() -> task.put(List.of(Records.of(3, "a", "1", "[]"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("errors.deadletterqueue.topic.name");
    }

    @Test
    void doesNotPassARecordOverThatCouldNotBeReported() {
        reporter = (record, error) -> CompletableFuture.failedFuture(new IllegalStateException("queue is gone"));
        start(Map.of("behavior.on.malformed.documents", "report"));
        assertThatThrownBy(() -> task.put(List.of(Records.of(3, "a", "1", "[]"))))
                .isInstanceOf(ConnectException.class);
        assertThat(committable(4)).isEqualTo(3);
    }

    @Test
    void letsNoOffsetPassARecordOnItsWayToTheDeadLetterQueue() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        reporter = (record, error) -> {
            reports.add(error.getMessage());
            return written;
        };
        start(Map.of("behavior.on.malformed.documents", "report"));
        server.thenItems("400 document_parsing_exception");
        task.put(List.of(Records.event(3, "a", 1)));
        await().until(() -> !reports.isEmpty());
        await().during(Duration.ofMillis(100)).until(() -> committable(4) == 3);
        written.complete(null);
        settle();
        assertThat(committable(4)).isEqualTo(4);
    }

    @Test
    void neverSetsAnErasureAsideEvenWhenToldToReport() {
        start(Map.of("behavior.on.malformed.documents", "report"));
        server.thenItems("400 strict_dynamic_mapping_exception");
        assertThatThrownBy(() -> put(Records.event(3, "a", 1), Records.erasure(4, "a", 2)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("an erasure is never quarantined");
        assertThat(committable(5)).isEqualTo(3);
        task.stop();
        start(Map.of("behavior.on.malformed.documents", "report"));
        assertThatThrownBy(() -> put(Records.of(5, "b", "no number", null)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("An erasure is never quarantined");
        assertThat(reports).isEmpty();
        assertThat(server.bulks).hasSize(1);
        assertThat(committable(6)).isEqualTo(5);
    }

    /** Nothing can be in the index under such a key, so nothing stays unerased. */
    @Test
    void reportsAnErasureWhoseKeyNoDocumentCanHave() {
        start(Map.of("behavior.on.malformed.documents", "report"));
        put(
                Records.of(3, null, "1", null),
                Records.of(4, "", "1", null),
                Records.of(5, "x".repeat(513), "1", null),
                Records.erasure(6, "a", 2));
        assertThat(reports).hasSize(3).allSatisfy(report -> assertThat(report).contains("key is"));
        assertThat(server.bulks).hasSize(1);
        assertThat(committable(7)).isEqualTo(7);
    }

    @Test
    void stopsAtATopicWithoutIndex() {
        start(Map.of("topics", "other", "topic.to.external.resource.mapping", "other:" + INDEX));
        assertThatThrownBy(() -> task.put(List.of(Records.event(3, "a", 1))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic.to.external.resource.mapping");
    }

    @Test
    void forgetsPartitionsThatWereTakenAway() {
        start(Map.of("read.timeout.ms", "300"));
        server.thenStaySilent();
        task.put(List.of(Records.event(3, "a", 1)));
        assertThat(committable(9)).isEqualTo(3);
        task.close(List.of(P0));
        task.open(List.of(P0));
        startPartitions();
        assertThat(committable(9)).isEqualTo(9);
    }

    @Test
    void countsWhatItDid() throws Exception {
        ObjectName name = new ObjectName("dev.drawbridge.sink:type=sink-task-metrics,connector=order-search,task=3");
        start(Map.of("task.id", "3", "behavior.on.malformed.documents", "report", "retry.backoff.ms", "1"));
        server.thenStatus(503, "").thenItems("201", "200", "409 version_conflict_engine_exception");
        put(
                Records.event(1, "a", 1),
                Records.event(2, "a", 2),
                Records.erasure(3, "b", 2),
                Records.event(4, "c", 1),
                Records.of(5, "d", "x", "{}"));

        Map<String, Object> counters = new HashMap<>();
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
            counters.put(attribute.getName(), beans.getAttribute(name, attribute.getName()));
        }
        assertThat(counters)
                .containsAllEntriesOf(Map.of(
                        "Indexed", 2L, "Conflicts", 1L, "Coalesced", 1L, "Reported", 1L, "Erased", 1L, "Retries", 1L))
                .containsAllEntriesOf(Map.of("Throttled", 1L, "Bulks", 1L, "Ignored", 0L))
                .containsAllEntriesOf(Map.of("BufferedRecords", 0, "BufferedBytes", 0L, "BulksInFlight", 0));
        assertThat(counters.get("BulkMsP50"))
                .isInstanceOfSatisfying(Double.class, ms -> assertThat(ms).isPositive());
        assertThat((Map<?, ?>) counters.get("EventToIndexedMsHistogram")).hasSize(1);
        task.stop();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    @Test
    void stopsEvenIfItNeverStarted() {
        ElasticsearchSinkTask neverStarted = new ElasticsearchSinkTask();
        neverStarted.stop();
        assertThat(neverStarted.preCommit(Map.of(P0, new OffsetAndMetadata(3))))
                .containsExactly(Map.entry(P0, new OffsetAndMetadata(3)));
    }

    private void start(Map<String, String> changes) {
        Map<String, String> properties = ElasticsearchSinkConfigTest.with(Map.of("connection.url", server.url()));
        properties.put("tombstone.retention.ms", "-1");
        properties.putAll(changes);
        task.initialize(context());
        task.start(properties);
        task.open(List.of(P0));
    }

    /** As is done at a first record, or soon without one. */
    private void startPartitions() {
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(0)))).isEmpty();
        task.put(List.of());
    }

    private void put(SinkRecord... records) {
        task.put(List.of(records));
        settle();
    }

    /** As Connect does: delivers nothing, again and again, until all that was delivered has come to its end. */
    private void settle() {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            task.put(List.of());
            return gauge("BulksInFlight") == 0 && gauge("BufferedRecords") == 0;
        });
        task.put(List.of());
    }

    private static int gauge(String name) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName bean = server.queryNames(new ObjectName("dev.drawbridge.sink:*"), null)
                .iterator()
                .next();
        return (Integer) server.getAttribute(bean, name);
    }

    private long committable(long consumed) {
        return task.preCommit(Map.of(P0, new OffsetAndMetadata(consumed)))
                .get(P0)
                .offset();
    }

    private SinkTaskContext context() {
        return (SinkTaskContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SinkTaskContext.class}, (proxy, method, args) -> {
                    if (method.getName().equals("timeout") && args != null) {
                        timeouts.add((Long) args[0]);
                        return null;
                    }
                    if (List.of("pause", "resume").contains(method.getName())) {
                        calls.add(method.getName() + " "
                                + List.of((TopicPartition[]) args[0]).get(0));
                        return null;
                    }
                    if (method.getName().equals("offset")) {
                        calls.add("offset " + args[0] + " " + args[1]);
                        return null;
                    }
                    if (method.getName().equals("requestCommit")) {
                        return null;
                    }
                    assertThat(method.getName()).isEqualTo("errantRecordReporter");
                    return reporter;
                });
    }
}
