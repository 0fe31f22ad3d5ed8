package dev.drawbridge.sink.bulk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;
import dev.drawbridge.sink.document.Document;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class BulkBufferTest {

    private static final long LINGER = 5_000_000;

    private static final BulkLimits LIMITS = new BulkLimits(2, 1_000, LINGER, 3, 2_000, 10);

    private long now;
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit(3);
    private final BulkBuffer buffer = new BulkBuffer(LIMITS, concurrency, () -> now);

    @Test
    void givesASingleDocumentAtOnceWhenNothingIsInFlight() {
        add(Records.event(1, "a", 1));
        assertThat(offsets(buffer.poll())).containsExactly(1L);
    }

    @Test
    void lingersOnlyWhileAnotherBulkIsInFlight() {
        add(Records.event(1, "a", 1));
        Bulk first = buffer.poll();
        add(Records.event(2, "b", 1));
        assertThat(offsets(buffer.poll())).isEmpty();
        now = LINGER;
        assertThat(offsets(buffer.poll())).containsExactly(2L);
        add(Records.event(3, "c", 1));
        assertThat(offsets(buffer.poll())).isEmpty();
        done(first);
        assertThat(offsets(buffer.poll())).isEmpty();
        add(Records.event(4, "d", 1));
        assertThat(offsets(buffer.poll())).as("a full bulk does not wait").containsExactly(3L, 4L);
    }

    @Test
    void sendsNoMoreBulksAtOnceThanTheClusterCanTake() {
        concurrency.overloaded(concurrency.round());
        now = LINGER;
        add(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "c", 1), Records.event(4, "d", 1));
        Bulk first = buffer.poll();
        assertThat(offsets(first)).containsExactly(1L, 2L);
        assertThat(offsets(buffer.poll())).isEmpty();
        done(first);
        assertThat(offsets(buffer.poll())).containsExactly(3L, 4L);
    }

    @Test
    void keepsALaterVersionBehindTheOneInFlight() {
        add(Records.event(1, "a", 1));
        Bulk first = buffer.poll();
        add(Records.event(2, "a", 2), Records.event(3, "a", 3));
        now = LINGER;
        assertThat(offsets(buffer.poll())).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
        done(first);
        Bulk second = buffer.poll();
        assertThat(offsets(second)).containsExactly(3L);
        assertThat(second.documents().get(0).superseded()).hasSize(1);
        done(second);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void splitsByBytesButSendsALargeDocumentAlone() {
        String large = "{\"a\":\"" + "x".repeat(2_000) + "\"}";
        now = LINGER;
        add(Records.of(1, "a", 1, large), Records.event(2, "b", 1));
        assertThat(offsets(buffer.poll())).containsExactly(1L);
        now += LINGER;
        assertThat(offsets(buffer.poll())).containsExactly(2L);
    }

    @Test
    void keepsBulksBelowWhatWasRefusedAsTooLarge() {
        buffer.keepBelow(2L * Records.document(Records.event(1, "a", 1)).bulkBytes());
        add(Records.event(1, "a", 1), Records.event(2, "b", 1));
        assertThat(offsets(buffer.poll())).containsExactly(1L);
    }

    @Test
    void isFullByBytesOrByRecordsUntilHalfIsReleased() {
        Document[] documents = new Document[10];
        for (int i = 0; i < 10; i++) {
            documents[i] = Records.document(Records.event(i, "id-" + i, 1));
        }
        buffer.add(Arrays.asList(documents).subList(0, 9));
        assertThat(LIMITS.isFull(buffer.load())).isFalse();
        buffer.add(List.of(documents[9]));
        assertThat(LIMITS.isFull(buffer.load())).isTrue();
        assertThat(LIMITS.isHalfEmpty(buffer.load())).isFalse();
        Arrays.stream(documents).limit(5).forEach(buffer::release);
        assertThat(LIMITS.isHalfEmpty(buffer.load())).isTrue();
        Arrays.stream(documents).skip(5).forEach(buffer::release);
        assertThat(buffer.load().bytes()).isZero();
        assertThat(buffer.load().records()).isZero();
        add(Records.of(1, "a", 1, "{\"a\":\"" + "x".repeat(2_000) + "\"}"));
        assertThat(LIMITS.isFull(buffer.load())).isTrue();
    }

    @Test
    void givesNothingOnceClosed() throws InterruptedException {
        add(Records.event(1, "a", 1));
        buffer.close();
        assertThat(offsets(buffer.poll())).isEmpty();
        assertThat(offsets(buffer.take())).isEmpty();
    }

    private void add(SinkRecord... records) {
        buffer.add(Arrays.stream(records).map(Records::document).toList());
    }

    private void done(Bulk bulk) {
        buffer.done(bulk, List.of());
    }

    private static List<Long> offsets(Bulk bulk) {
        return bulk.documents().stream()
                .map(entry -> entry.newest().coordinates().offset())
                .toList();
    }
}
