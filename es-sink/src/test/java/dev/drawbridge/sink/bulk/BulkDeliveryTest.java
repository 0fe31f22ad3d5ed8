package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.bulk.Pending.DocumentKey;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class BulkDeliveryTest {

    private static final BulkItemResult DONE = new BulkItemResult(201, null, null);
    private static final BulkItemResult FAILED = new BulkItemResult(500, "illegal_state_exception", null);
    private static final BulkItemResult BUSY = new BulkItemResult(429, "es_rejected_execution_exception", null);

    private final Queue<List<BulkItemResult>> answers = new ArrayDeque<>();
    private final List<String> indexed = new ArrayList<>();
    private final List<Boolean> overloads = new ArrayList<>();
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit(8);
    private final BulkDelivery delivery = new BulkDelivery(
            (body, operations) -> answers.remove(),
            new Listener(),
            new Backoff(Backoff.WITHOUT_END, 1, new Random(1), new FakeTime()),
            concurrency,
            bytes -> {});

    /** As under a pipeline that fails at it, whatever the cluster's condition. */
    @Test
    void stopsAtADocumentThatFailsEachTime() {
        answer(DONE, FAILED);
        answerOften(100, BUSY);
        answerOften(BulkDelivery.A_FEW_TIMES, FAILED);
        assertThatThrownBy(() -> delivery.deliver(List.of(pending(3, "a"), pending(4, "b"))))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot index " + Records.TOPIC + "-0@4")
                .hasMessageContaining("failed at it 21 times, last with 500 illegal_state_exception");
        assertThat(answers).isEmpty();
        assertThat(indexed).containsExactly("a");
    }

    /** The tries of one are not those of another that shares its bulk. */
    @Test
    void countsTheFailuresOfEachDocument() {
        for (int i = 0; i < BulkDelivery.A_FEW_TIMES; i++) {
            answer(FAILED, BUSY);
        }
        answer(DONE, FAILED);
        answer(FAILED);
        answer(DONE);
        delivery.deliver(List.of(pending(3, "a"), pending(4, "b")));
        assertThat(indexed).containsExactly("a", "b");
    }

    @Test
    void whatPassesInTheEndIsWritten() {
        answerOften(BulkDelivery.A_FEW_TIMES, FAILED);
        answerOften(1_000, BUSY);
        answer(DONE);
        delivery.deliver(List.of(pending(3, "a")));
        assertThat(indexed).containsExactly("a");
    }

    @Test
    void whatFailsInsideTheClusterDoesNotSayThatItIsOverloaded() {
        answerOften(3, FAILED);
        answer(DONE);
        delivery.deliver(List.of(pending(3, "a")));
        assertThat(overloads).containsExactly(false, false, false);
        assertThat(concurrency.current()).isEqualTo(8);
        answer(FAILED, BUSY);
        answer(DONE, DONE);
        delivery.deliver(List.of(pending(4, "b"), pending(5, "c")));
        assertThat(overloads).endsWith(true);
        assertThat(concurrency.current()).isEqualTo(4);
    }

    private void answer(BulkItemResult... results) {
        answers.add(Arrays.asList(results));
    }

    private void answerOften(int times, BulkItemResult result) {
        for (int i = 0; i < times; i++) {
            answer(result);
        }
    }

    private static Pending pending(long offset, String id) {
        Document document = Records.document(Records.event(offset, id, 1));
        return new Pending(DocumentKey.of(document), document, 0);
    }

    private final class Listener implements BulkListener {
        @Override
        public void indexed(Document document) {
            indexed.add(document.id());
        }

        @Override
        public void alreadyNewer(Document document) {
            throw new AssertionError();
        }

        @Override
        public void conflated(Document document) {
            throw new AssertionError();
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
    }
}
