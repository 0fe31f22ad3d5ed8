package dev.drawbridge.sink.offsets;

import static dev.drawbridge.sink.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.Records;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private final OffsetTracker tracker = new OffsetTracker();

    OffsetTrackerTest() {
        tracker.open(List.of(P0));
    }

    @Test
    void holdsTheOffsetBackAtTheFirstUnsettledRecord() {
        SinkRecord first = deliver(10);
        SinkRecord second = deliver(11);
        assertThat(committable(12)).isEqualTo(10);
        tracker.settled(second);
        assertThat(committable(12)).isEqualTo(10);
        tracker.settled(first);
        assertThat(committable(12)).isEqualTo(12);
    }

    @Test
    void isNotStalledByRecordsThatATransformDropped() {
        assertThat(committable(100)).isEqualTo(100);
        tracker.settled(deliver(40));
        assertThat(committable(100)).isEqualTo(100);
    }

    @Test
    void neverGoesBeyondWhatConnectConsumed() {
        deliver(50);
        assertThat(committable(20)).isEqualTo(20);
    }

    @Test
    void keepsBooksByOriginalCoordinates() {
        SinkRecord renamed = Records.renamed(Records.event(10, "a", 1), "elsewhere");
        tracker.delivered(List.of(renamed));
        assertThat(committable(11)).isEqualTo(10);
        tracker.settled(renamed);
        assertThat(committable(11)).isEqualTo(11);
    }

    @Test
    void holdsBackWhatConnectRewoundTo() {
        SinkRecord record = deliver(1);
        tracker.settled(record);
        deliver(1);
        assertThat(committable(2)).isEqualTo(1);
    }

    @Test
    void forgetsClosedPartitions() {
        SinkRecord record = deliver(1);
        tracker.close(List.of(P0));
        tracker.settled(record);
        tracker.open(List.of(P0));
        assertThat(committable(9)).isEqualTo(9);
    }

    private SinkRecord deliver(long offset) {
        SinkRecord record = Records.event(offset, "a", 1);
        tracker.delivered(List.of(record));
        return record;
    }

    private long committable(long consumed) {
        return tracker.committable(Map.of(P0, new OffsetAndMetadata(consumed)))
                .get(P0)
                .offset();
    }
}
