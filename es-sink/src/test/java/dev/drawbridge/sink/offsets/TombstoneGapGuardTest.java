package dev.drawbridge.sink.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TombstoneGapGuardTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Duration RETENTION = Duration.ofDays(30);

    private final StoredCheckpoints store = new StoredCheckpoints();
    private long now = 1_000 * DAY;
    private final Queue<Long> sought = new ArrayDeque<>();
    private SinkProgress progress = started();

    @Test
    void aFirstRunPassesAndIsRememberedImmediately() {
        deliver(record(500, now - 900 * DAY), record(700, now - 800 * DAY));
        assertThat(store.of(P0).position()).isEqualTo(500);
        assertThat(store.of(P0).seenUntil()).isEqualTo(now);
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
                .hasMessageContaining("Cannot resume orders-0 at offset 12")
                .hasMessageContaining("tombstone.retention.ms=2592000000")
                .hasMessageContaining(
                        "Rebuild the index: name a new one in topic.to.external.resource.mapping, which is filled")
                .hasMessageContaining("delete.retention.ms");
        progress = started();
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
        long last = now;
        runAndStopAt(1_000);
        now += DAY;
        assertThatCode(() -> deliver(
                        record(3, now - 800 * DAY),
                        record(999, now - 700 * DAY),
                        record(1_000, last),
                        record(1_002, now)))
                .doesNotThrowAnyException();
        commit(1_003);
        assertThat(store.of(P0).position()).isEqualTo(1_003);
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
        deliver(record(P1, 11, outage));
        for (int minute = 0; minute < 10; minute++) {
            now += MINUTE;
            progress.onPut(List.of(), true);
        }
        deliver(record(P1, 12, outage));
        assertThatCode(() -> deliver(record(12, outage + 1))).doesNotThrowAnyException();
    }

    @Test
    void beingPausedForLongIsAStopWheneverItEnds() {
        deliver(record(10, now));
        pollInVainFor(40);
        for (int second = 0; second < 600; second++) {
            now += 1_000;
            deliver();
        }
        assertThatThrownBy(() -> deliver(record(15, now - 3 * MINUTE))).isInstanceOf(ConnectException.class);
    }

    /** Else what a transform dropped would look like removed by compaction. */
    @Test
    void whatATransformDroppedHasBeenSeen() {
        deliver(record(10, now));
        now += DAY;
        consume(20, 11);
        now += 40 * DAY;
        assertThatCode(() -> deliver(record(20, now))).doesNotThrowAnyException();
    }

    @Test
    void whatWasReadAfterLongDowntimeMayHaveHadGapsThoughATransformDroppedIt() {
        runAndStopAt(10);
        now += 31 * DAY;
        deliver(record(11, now - 31 * DAY));
        assertThatThrownBy(() -> consume(20, 12))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Cannot resume orders-0 at offset 20");
    }

    /** A record that was there all the time shows afterwards that nothing was read: what was dropped may have had gaps, too. */
    @Test
    void whatATransformDropsAfterALongPauseProvesNothing() {
        deliver(record(10, now));
        pollInVainFor(40);
        consume(20, 11);
        assertThatThrownBy(() -> deliver(record(20, now - DAY))).isInstanceOf(ConnectException.class);
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
        consume(12, 11);
        assertThat(store.of(P0).position()).isEqualTo(11);
        consume(12, 12);
        assertThat(store.of(P0)).isEqualTo(new Checkpoint(12, now, 0, 11, now, now));
    }

    /** All before the committed offset is in the index; how long ago more than that was seen is another matter. */
    @Test
    void underLoadACheckpointSaysWhatWasSeenAtTheCommitBefore() {
        deliver(record(10, now));
        long begun = now;
        now += MINUTE;
        deliver(record(11, now), record(12, now));
        consume(13, 12);
        assertThat(store.of(P0)).isEqualTo(new Checkpoint(12, begun, 0, 10, begun, now));
        long before = now;
        now += MINUTE;
        deliver(record(13, now), record(14, now));
        consume(15, 14);
        assertThat(store.of(P0)).isEqualTo(new Checkpoint(14, before, 0, 12, before, now));
    }

    /** Soon after the last record, too: downtime of any length that loses nothing passes. */
    @Test
    void whatIsSettledAtTheEndIsStoredAtTheEnd() {
        deliver(record(10, now));
        deliver(record(11, now));
        commit(12);
        progress.close(List.of(P0));
        progress = started();
        now += 400 * DAY;
        assertThatCode(() -> deliver(record(12, now))).doesNotThrowAnyException();
    }

    @Test
    void aClosedPartitionIsNotStoredAfterwards() {
        deliver(record(10, now), record(P1, 10, now));
        progress.close(List.of(P0));
        store.clear();
        progress.onPreCommit(
                Map.of(P0, new OffsetAndMetadata(11), P1, new OffsetAndMetadata(11)),
                Map.of(P0, new OffsetAndMetadata(11), P1, new OffsetAndMetadata(11)));
        assertThat(store.current()).containsOnlyKeys(P1);
    }

    @Test
    void nothingPassesWhileItCannotBeKnown() {
        runAndStopAt(10);
        store.reachable = false;
        assertThatThrownBy(() -> deliver(record(20, now))).isInstanceOf(RetriableException.class);
        now += 2 * MINUTE;
        store.reachable = true;
        now += 40 * DAY;
        assertThatThrownBy(() -> deliver(record(20, now)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class);
    }

    @Test
    void withoutALimitNothingIsRefused() {
        progress = started(Optional.empty());
        deliver(record(10, now));
        now += 4_000 * DAY;
        assertThatCode(() -> deliver(record(20, 0))).doesNotThrowAnyException();
    }

    private SinkProgress started() {
        return started(Optional.of(RETENTION));
    }

    private SinkProgress started(Optional<Duration> retention) {
        ConsumerControl consumer = new ConsumerControl() {
            @Override
            public void seek(TopicPartition partition, long offset) {
                sought.add(offset);
            }

            @Override
            public void commitSoon() {}

            @Override
            public void pollSoon() {}
        };
        SinkProgress fresh = new SinkProgress(store, consumer, OffsetReset.LATEST, retention, Map.of(), () -> now);
        fresh.open(List.of(P0, P1));
        return fresh;
    }

    private void runAndStopAt(long offset) {
        deliver(record(offset, now));
        commit(offset + 1);
        now += MINUTE;
        assertThat(store.of(P0).position()).isEqualTo(offset + 1);
        progress = started();
    }

    private void pollInVainFor(int days) {
        for (int hour = 0; hour < 24 * days; hour++) {
            now += DAY / 24;
            deliver();
        }
    }

    /** As Connect does, which goes where it is sent; in P0 the last record of the checkpoint is still in the topic. */
    private void deliver(SinkRecord... records) {
        progress.onPut(List.of(records), false);
        while (!sought.isEmpty()) {
            long from = sought.remove();
            Checkpoint stored = store.of(P0);
            List<SinkRecord> again = new ArrayList<>();
            if (from == stored.lastOffset()) {
                again.add(record(from, stored.lastTimestamp()));
            }
            Stream.of(records).filter(record -> record.kafkaOffset() >= from).forEach(again::add);
            progress.onPut(again, false);
        }
    }

    private void commit(long offset) {
        consume(offset, offset);
    }

    private void consume(long consumed, long settled) {
        progress.onPreCommit(Map.of(P0, new OffsetAndMetadata(consumed)), Map.of(P0, new OffsetAndMetadata(settled)));
    }

    private static SinkRecord record(long offset, long appended) {
        return record(P0, offset, appended);
    }

    private static SinkRecord record(TopicPartition at, long offset, long appended) {
        return new SinkRecord(
                at.topic(), at.partition(), null, "a", null, null, offset, appended, TimestampType.CREATE_TIME);
    }
}
