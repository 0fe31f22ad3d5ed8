package dev.drawbridge.sink.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** An index is given what it lacks, wherever the connector's offsets are. */
class BeginningsTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final TopicPartition UNMAPPED = new TopicPartition("others", 0);

    private final StoredProgress store = new StoredProgress();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private Optional<Rewind> rewind = Optional.of(seeks::put);
    private long now = 1_000_000_000_000L;
    private StopGuard guard = started();

    @Test
    void aNewIndexAtTheBeginningOfTheTopicBegins() {
        assertThat(deliver(record(P0, 0))).hasSize(1);
        assertThat(seeks).isEmpty();
        assertThat(store.progress).containsExactly(Map.entry(P0, new Progress(0, now, 0)));
    }

    @Test
    void aNewIndexBehindTheBeginningIsReadFromThere() {
        assertThat(deliver(record(P0, 7), record(P0, 8), record(P1, 0))).containsExactly(record(P1, 0));
        assertThat(seeks).containsExactly(Map.entry(P0, 0L));
        assertThat(store.progress).containsOnlyKeys(P1);
        seeks.clear();
        assertThat(deliver(record(P0, 0), record(P0, 7), record(P0, 8))).hasSize(3);
        assertThat(deliver(record(P0, 9))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    /** As the beginning of the topic may be gone. */
    @Test
    void whatIsNotThereAnyMoreIsNotLookedForTwice() {
        deliver(record(P0, 7));
        seeks.clear();
        assertThat(deliver(record(P0, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void whatTheIndexHasSeenIsNotReadAgain() {
        store.progress.put(P0, new Progress(7, now, 0));
        guard = started();
        assertThat(deliver(record(P0, 9))).as("committed since the last note").hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aReplayThatACrashEndedGoesOnWhereTheIndexIs() {
        deliver(record(P0, 700));
        deliver(record(P0, 0), record(P0, 1));
        store.progress.put(P0, new Progress(2, now, 0));
        seeks.clear();
        guard = started();
        assertThat(deliver(record(P0, 700)))
                .as("the committed offset is the old one")
                .isEmpty();
        assertThat(seeks).containsExactly(Map.entry(P0, 2L));
        assertThat(deliver(record(P0, 2))).hasSize(1);
    }

    @Test
    void aReplayGoesOnFromACommittedOffsetOfItsOwn() {
        deliver(record(P0, 700));
        deliver(record(P0, 0), record(P0, 1));
        seeks.clear();
        store.progress.put(P0, new Progress(2, now, 0));
        guard = started();
        assertThat(deliver(record(P0, 2))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aReplayThatIsOverIsOver() {
        store.progress.put(P0, new Progress(700, now, 0));
        store.replays.put(P0, 700L);
        guard = started();
        assertThat(deliver(record(P0, 705))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aQuietPartitionIsReadFromTheBeginningToo() {
        consumed(P0, 7);
        consumed(P1, 0);
        assertThat(guard.isDue()).isTrue();
        assertThat(deliver()).isEmpty();
        assertThat(seeks).containsExactly(Map.entry(P0, 0L));
        assertThat(guard.pending()).containsExactly(P0);
        consumed(P0, 7);
        assertThat(deliver(record(P0, 0))).hasSize(1);
        assertThat(guard.pending()).isEmpty();
        assertThat(store.progress).containsExactly(Map.entry(P0, new Progress(0, now, 0)));
    }

    /** Offsets that hold no record, as transactions leave them. */
    @Test
    void whereConnectStandsCountsMoreThanItsFirstRecord() {
        consumed(P0, 0);
        assertThat(deliver(record(P0, 3))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aPartitionThatATransformDropsWhollyIsReadAgainOnce() {
        consumed(P0, 7);
        deliver();
        seeks.clear();
        guard.arrived();
        consumed(P0, 5);
        deliver();
        consumed(P0, 7);
        deliver();
        assertThat(seeks).isEmpty();
        commit(P0, 7);
        assertThat(store.progress).isEmpty();
        now += Notes.SAVE_EVERY_MS;
        commit(P0, 7);
        assertThat(store.progress.get(P0).position()).isEqualTo(7);
    }

    @Test
    void whatConnectSaysBeforeItGoesBackIsNotCommitted() {
        deliver(record(P0, 7));
        assertThat(guard.pending()).containsExactly(P0);
        guard.arrived();
        assertThat(guard.pending()).isEmpty();
    }

    /** Else the note would say that all until the old offset was seen. */
    @Test
    void aReplayThatEndsBeforeItBeginsIsNotTakenForDone() {
        leaveAReplayUnfinished();
        consumed(P0, 700);
        commit(P0, 700);
        guard.close(List.of(P0));
        assertThat(store.progress.get(P0).position()).isEqualTo(2);
        guard.open(List.of(P0));
        deliver(record(P0, 700));
        assertThat(seeks).containsExactly(Map.entry(P0, 2L));
    }

    @Test
    void whatConnectSaysBeforeItGoesBackWasNotSeen() {
        leaveAReplayUnfinished();
        consumed(P0, 700);
        deliver();
        consumed(P0, 700);
        deliver(record(P0, 2));
        commit(P0, 3);
        now += Notes.SAVE_EVERY_MS;
        commit(P0, 3);
        assertThat(store.progress.get(P0).position()).isEqualTo(3);
    }

    @Test
    void aPartitionThatWasTakenAwayIsNotSought() {
        consumed(P0, 7);
        guard.close(List.of(P0));
        deliver();
        assertThat(seeks).isEmpty();
    }

    @Test
    void goingForwardInsteadOfBackIsRefused() {
        deliver(record(P0, 7));
        assertThatThrownBy(() -> deliver(record(P0, 8)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot begin with orders-0@8: the index lacks what is before 7")
                .hasMessageContaining("consumer.override.auto.offset.reset");
    }

    @Test
    void whoWantsOnlyWhatComesFromNowOnGetsThat() {
        rewind = Optional.empty();
        guard = started();
        consumed(P0, 6);
        assertThat(deliver(record(P0, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
        assertThat(store.progress).containsOnlyKeys(P0);
    }

    @Test
    void nothingIsSentBackWhileTheNoteOfItCannotBeWritten() {
        store.reachable = false;
        assertThatThrownBy(() -> deliver(record(P0, 7))).isInstanceOf(RetriableException.class);
        assertThat(seeks).isEmpty();
        store.reachable = true;
        assertThat(deliver(record(P0, 7))).as("what Connect delivers again").isEmpty();
        assertThat(seeks).containsExactly(Map.entry(P0, 0L));
        assertThat(store.replays).containsExactly(Map.entry(P0, 7L));
    }

    @Test
    void aPartitionWithoutAnIndexIsLeftAlone() {
        guard.open(List.of(UNMAPPED));
        assertThat(deliver(record(UNMAPPED, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    /** At 2, while the committed offset is 700. */
    private void leaveAReplayUnfinished() {
        store.progress.put(P0, new Progress(2, now, 0));
        store.replays.put(P0, 700L);
        guard = started();
    }

    private StopGuard started() {
        StopGuard fresh = new StopGuard(store, Optional.of(Duration.ofDays(1)), rewind, () -> now);
        fresh.open(List.of(P0, P1));
        return fresh;
    }

    /** As a poll of Connect's does. */
    private Collection<SinkRecord> deliver(SinkRecord... records) {
        guard.arrived();
        return guard.check(List.of(records));
    }

    private void consumed(TopicPartition partition, long offset) {
        guard.consumed(Map.of(partition, new OffsetAndMetadata(offset)));
    }

    private void commit(TopicPartition partition, long offset) {
        guard.committing(Map.of(partition, new OffsetAndMetadata(offset)));
    }

    private SinkRecord record(TopicPartition at, long offset) {
        return new SinkRecord(
                at.topic(), at.partition(), null, "a", null, null, offset, now, TimestampType.CREATE_TIME);
    }
}
