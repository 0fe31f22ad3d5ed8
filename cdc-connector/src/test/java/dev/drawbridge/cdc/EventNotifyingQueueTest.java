package dev.drawbridge.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventNotifyingQueueTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final EventNotifyingQueue queue = new EventNotifyingQueue();

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anEventWakesWhoWaits() throws Exception {
        DataChangeEvent event = event(1);
        CompletableFuture<List<DataChangeEvent>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(10, FOR_EVER, () -> 0);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.enqueue(event);
        assertThat(taken.get()).containsExactly(event);
    }

    @Test
    void givesTheOldestFirstAndNoMoreThanAsked() throws Exception {
        List<DataChangeEvent> events =
                IntStream.range(0, 5).mapToObj(EventNotifyingQueueTest::event).toList();
        events.forEach(queue::enqueue);
        assertThat(queue.take(3, FOR_EVER, () -> 0)).isEqualTo(events.subList(0, 3));
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isSameAs(events.get(3));
        assertThat(queue.take(3, FOR_EVER, () -> 0)).isEqualTo(events.subList(4, 5));
        assertThat(queue.poll()).isNull();
    }

    /** Not for Debezium's poll interval, and not without end. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theReaderOfAFullQueueWaitsForRoom() throws Exception {
        queue.limitTo(3);
        queue.enqueue(event(0));
        queue.enqueue(event(1));
        Thread reader = new Thread(() -> queue.enqueue(event(2)));
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING || queue.size() == 3);
        assertThat(queue.take(1, FOR_EVER, () -> 0)).hasSize(1);
        reader.join();
        assertThat(queue.size()).isEqualTo(2);

        queue.enqueue(event(3)); // nobody takes anything: Debezium's own limit is next
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void letsEventsGatherAfterTheFirst() throws Exception {
        List<DataChangeEvent> events =
                IntStream.range(0, 3).mapToObj(EventNotifyingQueueTest::event).toList();
        queue.enqueue(events.get(0));
        assertThat(queue.take(3, FOR_EVER, () -> {
                    queue.enqueue(events.get(1));
                    queue.enqueue(events.get(2));
                    return 1;
                }))
                .isEqualTo(events);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFullBatchDoesNotWait() throws Exception {
        IntStream.range(0, 3).mapToObj(EventNotifyingQueueTest::event).forEach(queue::enqueue);
        assertThat(queue.take(3, FOR_EVER, FOR_EVER::toNanos)).hasSize(3);
    }

    @Test
    void givesUpWaitingWhenNothingComes() throws Exception {
        assertThat(queue.take(1, Duration.ZERO, () -> 0)).isEmpty();
    }

    /** Debezium finds it by this name and configures it on the thread that then asks for it. */
    @Test
    void isFoundByDebeziumUnderTheDefaultName() {
        String provider = OutboxDefaults.under(Map.of()).get("queue.provider.type");
        QueueProvider<?> found = ServiceLoader.load(QueueProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(provider))
                .findFirst()
                .orElseThrow();
        assertThat(EventNotifyingQueue.takeCreated()).isEmpty();
        found.configure(Map.of());
        assertThat(EventNotifyingQueue.takeCreated()).containsSame((EventNotifyingQueue) found);
        assertThat(EventNotifyingQueue.takeCreated()).as("only once").isEmpty();
    }

    private static DataChangeEvent event(int number) {
        return new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "t", null, null, null, number));
    }
}
