package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;
import dev.drawbridge.sink.bulk.queue.ConcurrencyLimit;
import dev.drawbridge.sink.bulk.queue.PendingDocument;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RequestTooLargeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** Buffer and delivery together, one bulk at a time, against answers from a script. */
class BulkDeliveryTest {

    private static final BulkItemResult DONE = new BulkItemResult(201, null, null);
    private static final BulkItemResult FAILED = new BulkItemResult(500, "illegal_state_exception", null);
    private static final BulkItemResult BUSY = new BulkItemResult(429, "es_rejected_execution_exception", null);
    private static final BulkItemResult NO_SHARD = new BulkItemResult(503, "unavailable_shards_exception", null);
    private static final BulkItemResult READ_ONLY = new BulkItemResult(429, "cluster_block_exception", null);
    /** Always draws the longest pause. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("only a number below a bound is drawn");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private static final long LONG = TimeUnit.SECONDS.toNanos(11);

    private final Queue<List<BulkItemResult>> answers = new ArrayDeque<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Boolean> haste = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Boolean> overloads = new ArrayList<>();
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit(8);
    private long now;
    /** What the buffer drops by itself is released by it. */
    private boolean inDelivery;

    private Runnable onSend = () -> {};
    private final BulkBuffer buffer =
            new BulkBuffer(new BulkLimits(100, 10_000_000, 0, 8, 100_000_000, 1_000), concurrency, () -> now);
    private final BulkDelivery delivery = new BulkDelivery(
            (body, operations, shardsAreMissing) -> {
                sizes.add(operations);
                haste.add(shardsAreMissing);
                onSend.run();
                List<BulkItemResult> answer = answers.remove();
                if (answer.isEmpty()) {
                    throw ClusterUnavailableException.overloaded("429");
                }
                return answer;
            },
            new Listener(),
            new Backoff(Backoff.UNLIMITED, 1, LONGEST),
            concurrency,
            buffer,
            () -> now);

    /** As under a pipeline that fails at it, whatever the cluster's condition. */
    @Test
    void stopsAtADocumentThatFailsEachTime() {
        add(document(3, "a"), document(4, "b"));
        answer(DONE, FAILED);
        answerOften(100, BUSY);
        answerOften(BulkAnswer.LIMITED_RETRIES, FAILED);
        assertThatThrownBy(this::deliverAll)
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot index " + Records.TOPIC + "-0@4")
                .hasMessageContaining("failed at it 21 times, last with 500 illegal_state_exception");
        assertThat(answers).isEmpty();
        assertThat(told).containsExactly("indexed 3");
    }

    /** The tries of one are not those of another that shares its bulk. */
    @Test
    void countsTheFailuresOfEachDocument() {
        add(document(3, "a"), document(4, "b"));
        for (int i = 0; i < BulkAnswer.LIMITED_RETRIES; i++) {
            answer(FAILED, BUSY);
        }
        answer(DONE, FAILED);
        answer(FAILED);
        answer(DONE);
        deliverAll();
        assertThat(told).containsExactly("indexed 3", "indexed 4");
    }

    @Test
    void whatPassesInTheEndIsWritten() {
        add(document(3, "a"));
        answerOften(BulkAnswer.LIMITED_RETRIES, FAILED);
        answerOften(1_000, BUSY);
        answer(DONE);
        deliverAll();
        assertThat(told).containsExactly("indexed 3");
    }

    @Test
    void onlyTheClusterSaysThatItIsOverloaded() {
        for (BulkItemResult result : List.of(FAILED, NO_SHARD, READ_ONLY)) {
            add(document(3, "a"), document(4, "b"));
            answer(DONE, result);
            answer(DONE);
            deliverAll();
        }
        assertThat(overloads).containsExactly(false, false, false);
        assertThat(concurrency.current()).isEqualTo(8);
        add(document(4, "b"), document(5, "c"));
        answer(FAILED, BUSY);
        answer(DONE, DONE);
        deliverAll();
        assertThat(overloads).endsWith(true);
        assertThat(concurrency.current()).isEqualTo(4);
    }

    /** Such as one that is too large for the node of its shard. */
    @Test
    void aDocumentThatIsRefusedAgainAndAgainSaysNothingOfTheCluster() {
        add(document(3, "a"));
        answerOften(3, BUSY);
        answerOften(3, BUSY);
        answer(DONE);
        deliverAll();
        assertThat(overloads).containsExactly(true, true, true, false, false, false);
    }

    @Test
    void othersGoOnWhileARefusedDocumentWaits() {
        add(document(1, "a"), document(2, "b"));
        answer(NO_SHARD, DONE);
        deliverOne();
        assertThat(told).containsExactly("indexed 2");
        assertThat(buffer.bulksInFlight()).isZero();
        for (int i = 3; i < 50; i++) {
            add(document(i, "c" + i));
            answer(DONE);
            deliverOne();
        }
        assertThat(told).hasSize(48).doesNotContain("indexed 1");
        answer(DONE);
        deliverAll();
        assertThat(told).hasSize(49).endsWith("indexed 1");
    }

    @Test
    void newerVersionsJoinADocumentThatWaitsToBeSentAgain() {
        add(document(1, "a", 1));
        answer(BUSY);
        onSend = () -> add(document(2, "a", 3));
        deliverOne();
        onSend = () -> {};
        add(document(3, "a", 2));
        assertThat(buffer.poll().documents())
                .as("never sent beside the one that waits")
                .isEmpty();
        answer(DONE);
        deliverAll();
        assertThat(told).containsExactly("indexed 2", "coalesced 1", "coalesced 3");
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(sizes).containsExactly(1, 1);
    }

    /** Found by halves: nothing else tells which document is too large for {@code indexing_pressure.memory.limit}. */
    @Test
    void aDocumentThatHasEveryBulkRefusedIsSentAloneAndHoldsUpNoOther() {
        List<Document> all = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> Records.document(Records.of(i, "id-" + i, 1, "{\"a\":\"" + "x".repeat(20_000) + "\"}")))
                .toList());
        all.add(Records.document(Records.of(20, "large", 1, "{\"a\":\"" + "x".repeat(500_000) + "\"}")));
        buffer.add(all);
        for (int i = 0; i < 200 && told.size() < 20; i++) {
            now += LONG;
            Bulk bulk = buffer.poll();
            boolean large =
                    bulk.documents().stream().anyMatch(each -> each.key().id().equals("large"));
            answers.add(
                    large
                            ? List.of()
                            : bulk.documents().stream().map(each -> DONE).toList());
            deliver(bulk);
        }
        assertThat(told).hasSize(20).doesNotContain("indexed 20");
        assertThat(concurrency.current()).as("the others raise it again").isGreaterThan(1);
        int before = concurrency.current();
        answers.add(List.of());
        now += LONG;
        deliverOne();
        add(document(30, "next"));
        answer(DONE);
        deliverOne();
        assertThat(told).as("without a pause").endsWith("indexed 30");
        assertThat(concurrency.current()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void asksNotToBeKeptWaitingForAShardThatWasMissing() {
        add(document(1, "a"));
        answer(NO_SHARD);
        answer(DONE);
        deliverAll();
        now += TimeUnit.MINUTES.toNanos(1);
        add(document(2, "a"));
        answer(DONE);
        deliverAll();
        assertThat(haste).containsExactly(false, true, false);
    }

    @Test
    void pausesForAllWhenABulkIsRefusedAsAWhole() {
        add(document(1, "a"), document(2, "b"));
        answers.add(List.of());
        deliverOne();
        add(document(3, "c"));
        assertThat(buffer.poll().documents()).isEmpty();
        now += LONG;
        answer(DONE, DONE);
        answer(DONE);
        deliverAll();
        assertThat(told).hasSize(3);
    }

    @Test
    void nothingOfALostPartitionIsSentAgain() {
        add(document(1, "a"), document(2, "b"));
        answer(BUSY, DONE);
        deliverOne();
        add(document(3, "c"));
        assertThat(buffer.revoke(List.of(P0)))
                .extracting(each -> each.coordinates().offset())
                .containsExactlyInAnyOrder(1L, 3L);
        now += LONG;
        assertThat(buffer.poll().documents()).isEmpty();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.load().records()).isZero();
    }

    @Test
    void whatIsInFlightOfALostPartitionIsNeitherSentAgainNorSettled() {
        add(document(1, "a"), document(2, "b"));
        answer(BUSY, DONE);
        onSend = () -> {
            add(document(3, "a", 2));
            buffer.revoke(List.of(P0));
            add(document(4, "a", 5)); // delivered again, to the same task
        };
        deliverOne();
        assertThat(told).containsExactly("revoked 2", "revoked 1");
        onSend = () -> {};
        answer(DONE);
        deliverAll();
        assertThat(told).endsWith("indexed 4").hasSize(3);
        assertThat(buffer.load().records()).isZero();
    }

    @Test
    void theOtherHalfOfABulkIsNotSentOnceItsPartitionIsLost() {
        add(document(1, "a"), document(2, "b"));
        onSend = () -> {
            if (sizes.size() == 1) {
                throw new RequestTooLargeException("413");
            }
            buffer.revoke(List.of(P0));
        };
        answer(DONE);
        deliverOne();
        assertThat(sizes).containsExactly(2, 1);
        assertThat(told).containsExactly("revoked 1", "revoked 2");
    }

    @Test
    void revokingWaitsForWhatHasBeenSentAndNoLongerThanItMay() throws InterruptedException {
        add(document(1, "a"));
        Bulk bulk = buffer.poll();
        buffer.revoke(Set.of(P0));
        assertThat(buffer.awaitAnswers(1)).isFalse();
        answer(DONE);
        deliver(bulk);
        assertThat(buffer.awaitAnswers(60_000)).isTrue();
    }

    @Test
    void namesIndicesCountsTimesAndAnswersOfWhatIsRefused() {
        RefusalWarning warning = new RefusalWarning(buffer, () -> now);
        add(document(1, "a"), document(2, "b"));
        answer(READ_ONLY, READ_ONLY);
        deliverOne();
        add(document(3, "a", 7));
        Instant today = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(warning.lines(now, today)).as("what passes soon").isEmpty();
        assertThat(warning.lines(now + TimeUnit.MINUTES.toNanos(2), today))
                .singleElement()
                .asString()
                .startsWith("Index orders-000001 has not taken 3 records since 2026-01-31T11:58:00Z")
                .contains("429 cluster_block_exception", "index.blocks.read_only_allow_delete")
                .doesNotContain("orderId");
    }

    private static final TopicPartition P0 = new TopicPartition(Records.TOPIC, 0);

    private void deliverAll() {
        for (int bulks = 0; !buffer.isEmpty(); bulks++) {
            assertThat(bulks).as("bulks until all is delivered").isLessThan(2_000);
            now += LONG;
            deliverOne();
        }
    }

    private void deliverOne() {
        deliver(buffer.poll());
    }

    private void deliver(Bulk bulk) {
        assertThat(bulk.isEmpty()).isFalse();
        inDelivery = true;
        List<PendingDocument> again = delivery.deliver(bulk.documents());
        inDelivery = false;
        buffer.done(bulk, again).forEach(new Listener()::revoked);
    }

    private void add(Document... documents) {
        buffer.add(List.of(documents));
    }

    private void answer(BulkItemResult... results) {
        answers.add(Arrays.asList(results));
    }

    private void answerOften(int times, BulkItemResult result) {
        for (int i = 0; i < times; i++) {
            answer(result);
        }
    }

    private static Document document(long offset, String id) {
        return document(offset, id, 1);
    }

    private static Document document(long offset, String id, long version) {
        return Records.document(Records.event(offset, id, version));
    }

    private final class Listener implements BulkResultListener {
        @Override
        public void indexed(Document document) {
            tell("indexed", document);
        }

        @Override
        public void versionConflict(Document document) {
            throw new AssertionError();
        }

        @Override
        public void coalesced(Document document) {
            tell("coalesced", document);
        }

        @Override
        public void revoked(Document document) {
            tell("revoked", document);
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            throw new AssertionError();
        }

        @Override
        public void sent(long nanos) {}

        @Override
        public void retried(boolean overloaded) {
            overloads.add(overloaded);
        }

        private void tell(String end, Document document) {
            if (!end.equals("revoked") || inDelivery) {
                buffer.release(document);
            }
            told.add(end + " " + document.coordinates().offset());
        }
    }
}
