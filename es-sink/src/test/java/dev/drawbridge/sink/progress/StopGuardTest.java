package dev.drawbridge.sink.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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

class StopGuardTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Duration MAX_STOP = Duration.ofDays(30);

    private final StoredProgress store = new StoredProgress();
    private long now = 1_000 * DAY;
    private StopGuard guard = started();

    @Test
    void aFirstRunPassesAndIsRememberedAtOnce() {
        deliver(record(500, now - 900 * DAY), record(700, now - 800 * DAY));
        assertThat(store.progress).containsExactly(Map.entry(P0, new Progress(500, now, 0)));
    }

    @Test
    void aShortStopPassesWhateverIsGoneFromTheTopic() {
        runAndStopAt(10);
        now += 30 * DAY - 5 * MINUTE;
        assertThatCode(() -> deliver(record(20, now))).doesNotThrowAnyException();
    }

    @Test
    void aLongStopIsRefusedWhereRecordsAreGoneAndARebuildNamed() {
        runAndStopAt(10);
        now += 31 * DAY;
        assertThatThrownBy(() -> deliver(record(12, now)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot go on with orders-0@12")
                .hasMessageContaining("max.stop.ms=2592000000")
                .hasMessageContaining(
                        "Rebuild it: name a new index in topic.to.external.resource.mapping, which is filled")
                .hasMessageContaining("delete.retention.ms");
        guard = started();
        assertThatThrownBy(() -> deliver(record(12, now))).as("and again").isInstanceOf(ConnectException.class);
    }

    @Test
    void aLongStopPassesWhereNothingIsGone() {
        runAndStopAt(10);
        now += 400 * DAY;
        deliver(record(11, now - 300 * DAY), record(12, now));
        assertThatCode(() -> deliver(record(14, now))).doesNotThrowAnyException();
    }

    @Test
    void aReplayOfWhatHasBeenSeenPasses() {
        runAndStopAt(1_000);
        now += DAY;
        deliver(record(3, now - 800 * DAY), record(999, now - 700 * DAY), record(1_002, now));
    }

    @Test
    void beingPausedForLongIsAStopThoughTheTaskGoesOnPolling() {
        deliver(record(10, now));
        pollInVainFor(40);
        assertThatThrownBy(() -> deliver(record(15, now - DAY))).isInstanceOf(ConnectException.class);
    }

    @Test
    void aQuietPartitionStaysKnownBesideABusyOne() {
        deliver(record(10, now), record(P1, 10, now));
        for (int day = 0; day < 40; day++) {
            now += DAY;
            deliver(record(P1, 11L + day, now));
            guard.polled(List.of(record(P1, 11L + day, now)));
        }
        assertThatCode(() -> deliver(record(12, now))).doesNotThrowAnyException();
    }

    /** Another partition's records were in the consumer's buffer, its own had yet to come. */
    @Test
    void aPollThatBringsAnotherPartitionsRecordsDoesNotSayThatThisOneIsIdle() {
        deliver(record(10, now), record(P1, 10, now));
        pollInVainFor(40);
        long outage = now;
        now += 10 * MINUTE;
        for (int second = 0; second < 30; second++) {
            now += 1_000;
            deliver(record(P1, 11L + second, outage));
            guard.polled(List.of(record(P1, 11L + second, outage)));
        }
        assertThatCode(() -> deliver(record(12, outage + MINUTE)))
                .as("behind a transaction marker")
                .doesNotThrowAnyException();
    }

    @Test
    void whileNothingIsAskedForNoClaimRipens() {
        deliver(record(10, now), record(P1, 10, now));
        pollInVainFor(40);
        long outage = now;
        now += MINUTE;
        guard.polled(List.of(record(P1, 11, outage)));
        for (int minute = 0; minute < 10; minute++) {
            now += MINUTE;
            guard.notPolled();
        }
        guard.polled(List.of(record(P1, 12, outage)));
        assertThatCode(() -> deliver(record(12, outage + 1))).doesNotThrowAnyException();
    }

    @Test
    void beingPausedForLongIsAStopWheneverItEnds() {
        deliver(record(10, now));
        pollInVainFor(40);
        for (int second = 0; second < 600; second++) {
            now += 1_000;
            guard.polled(List.of());
        }
        assertThatThrownBy(() -> deliver(record(15, now - 3 * MINUTE))).isInstanceOf(ConnectException.class);
    }

    /** Else what a transform dropped would look like removed by compaction. */
    @Test
    void whatATransformDroppedHasBeenSeen() {
        deliver(record(10, now));
        now += DAY;
        guard.consumed(Map.of(P0, new OffsetAndMetadata(20)));
        now += 40 * DAY;
        assertThatCode(() -> deliver(record(20, now))).doesNotThrowAnyException();
    }

    @Test
    void whatWasReadAfterALongStopMayHaveHadGaps() {
        runAndStopAt(10);
        now += 31 * DAY;
        commit(11);
        guard.consumed(Map.of(P0, new OffsetAndMetadata(20)));
        assertThatThrownBy(() -> deliver(record(20, now))).isInstanceOf(ConnectException.class);
    }

    @Test
    void havingNothingToReadDoesNotMakeUpForAStop() {
        runAndStopAt(10);
        now += 31 * DAY;
        commit(11);
        pollInVainFor(1);
        assertThatThrownBy(() -> deliver(record(12, now))).isInstanceOf(ConnectException.class);
    }

    @Test
    void beingBehindForLongIsRefused() {
        deliver(record(10, now));
        deliver(record(11, now - 31 * DAY));
        now += 31 * DAY;
        assertThatThrownBy(() -> deliver(record(13, now - 31 * DAY))).isInstanceOf(ConnectException.class);
    }

    @Test
    void onlyWhatIsSettledIsStored() {
        deliver(record(10, now));
        deliver(record(11, now));
        commit(10);
        now += MINUTE;
        commit(10);
        assertThat(store.progress.get(P0).position()).isEqualTo(10);
        now += MINUTE;
        commit(12);
        assertThat(store.progress.get(P0)).isEqualTo(new Progress(12, now - 2 * MINUTE, 0));
    }

    @Test
    void notesAreStoredOnceAMinute() {
        deliver(record(10, now));
        commit(11);
        deliver(record(11, now));
        now += MINUTE - 1;
        commit(12);
        assertThat(store.progress.get(P0).position()).as("as it began").isEqualTo(10);
        now += 1;
        commit(12);
        assertThat(store.progress.get(P0).position()).isEqualTo(11);
    }

    /** Soon after the last record, too: a stop of any length that loses nothing passes. */
    @Test
    void whatIsSettledAtTheEndIsStoredAtTheEnd() {
        deliver(record(10, now));
        deliver(record(11, now));
        commit(12);
        guard.close(List.of(P0));
        assertThat(store.progress.get(P0)).isEqualTo(new Progress(12, now, 0));
        guard = started();
        now += 400 * DAY;
        assertThatCode(() -> deliver(record(12, now))).doesNotThrowAnyException();
    }

    /** All before the committed offset is in the index; how long ago more than that was seen is another matter. */
    @Test
    void whatIsSettledUnderLoadIsStoredAtTheEnd() {
        deliver(record(10, now));
        long begun = now;
        now += MINUTE;
        deliver(record(11, now), record(12, now));
        commit(12);
        guard.close(List.of(P0));
        assertThat(store.progress.get(P0)).isEqualTo(new Progress(12, begun, 0));
    }

    @Test
    void aClosedPartitionIsNotStoredAfterwards() {
        deliver(record(10, now), record(P1, 10, now));
        commit(11);
        guard.close(List.of(P0));
        store.progress.clear();
        now += MINUTE;
        guard.committing(Map.of(P0, new OffsetAndMetadata(11), P1, new OffsetAndMetadata(11)));
        assertThat(store.progress).containsOnlyKeys(P1);
    }

    @Test
    void closingGoesOnWhenNothingCanBeStored() {
        deliver(record(10, now));
        commit(11);
        store.reachable = false;
        assertThatCode(() -> guard.close(List.of(P0))).doesNotThrowAnyException();
    }

    @Test
    void nothingPassesWhileItCannotBeKnown() {
        runAndStopAt(10);
        store.reachable = false;
        assertThatThrownBy(() -> deliver(record(20, now))).isInstanceOf(RetriableException.class);
        now += 2 * MINUTE;
        assertThatCode(() -> commit(10)).doesNotThrowAnyException();
        store.reachable = true;
        now += 40 * DAY;
        assertThatThrownBy(() -> deliver(record(20, now)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class);
    }

    @Test
    void withoutALimitNothingIsRefused() {
        guard = new StopGuard(store, Optional.empty(), Optional.empty(), () -> now);
        guard.open(List.of(P0, P1));
        deliver(record(10, now));
        now += 4_000 * DAY;
        assertThatCode(() -> deliver(record(20, 0))).doesNotThrowAnyException();
    }

    private StopGuard started() {
        StopGuard fresh = new StopGuard(store, Optional.of(MAX_STOP), Optional.empty(), () -> now);
        fresh.open(List.of(P0, P1));
        return fresh;
    }

    private void runAndStopAt(long offset) {
        deliver(record(offset, now));
        commit(offset + 1);
        now += MINUTE;
        commit(offset + 1);
        assertThat(store.progress.get(P0).position()).isEqualTo(offset + 1);
        guard = started();
    }

    private void pollInVainFor(int days) {
        for (int hour = 0; hour < 24 * days; hour++) {
            now += DAY / 24;
            guard.polled(List.of());
        }
    }

    private void deliver(SinkRecord... records) {
        guard.check(List.of(records));
    }

    private void commit(long offset) {
        guard.committing(Map.of(P0, new OffsetAndMetadata(offset)));
    }

    private static SinkRecord record(long offset, long appended) {
        return record(P0, offset, appended);
    }

    private static SinkRecord record(TopicPartition at, long offset, long appended) {
        return new SinkRecord(
                at.topic(), at.partition(), null, "a", null, null, offset, appended, TimestampType.CREATE_TIME);
    }
}
