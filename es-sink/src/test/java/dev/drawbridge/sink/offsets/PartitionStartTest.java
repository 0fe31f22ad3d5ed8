package dev.drawbridge.sink.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
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

/** An index is given what it lacks, wherever the connector's offsets are, and only from the topic that it has seen. */
class PartitionStartTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final TopicPartition UNMAPPED = new TopicPartition("others", 0);
    private static final long START = 1_000_000_000_000L;

    private final StoredCheckpoints store = new StoredCheckpoints();
    private final List<String> calls = new ArrayList<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private OffsetReset reset = OffsetReset.EARLIEST;
    private Map<String, String> adoptions = Map.of();
    private long now = START;
    private SinkProgress progress = started();

    @Test
    void aNewIndexAtTheBeginningOfTheTopicBegins() {
        assertThat(deliver(record(P0, 0))).hasSize(1);
        assertThat(seeks).isEmpty();
        assertThat(store.current()).containsExactly(Map.entry(P0, new Checkpoint(0, now, 0, 0, START, START)));
        assertThat(store.generations).containsExactly(Map.entry("first", 0));
    }

    @Test
    void aNewIndexBehindTheBeginningIsReadFromThere() {
        assertThat(deliver(record(P0, 7), record(P0, 8), record(P1, 0))).containsExactly(record(P1, 0));
        assertSought(P0, 0);
        assertThat(store.current()).containsOnlyKeys(P1);
        assertThat(deliver(record(P0, 0), record(P0, 7), record(P0, 8))).hasSize(3);
        assertThat(deliver(record(P0, 9))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    /** As the beginning of the topic may be gone. */
    @Test
    void whatIsNotThereAnyMoreIsNotSoughtTwice() {
        deliver(record(P0, 7));
        assertSought(P0, 0);
        assertThat(deliver(record(P0, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    /** After an index was rolled back, or offsets were put forward: nothing of what is between has reached the index. */
    @Test
    void connectAheadOfTheCheckpointIsSentBackToIt() {
        storedUpTo(7);
        assertThat(deliver(record(P0, 9))).isEmpty();
        assertSought(P0, 6);
        assertThat(deliver(seen(6), record(P0, 7), record(P0, 8), record(P0, 9)))
                .extracting(SinkRecord::kafkaOffset)
                .containsExactly(7L, 8L, 9L);
        assertThat(seeks).isEmpty();
    }

    @Test
    void connectBehindTheCheckpointGoesOnFromThere() {
        storedUpTo(7);
        consumed(P0, 3);
        deliver();
        assertSought(P0, 6);
        assertThat(deliver(seen(6))).isEmpty();
        assertSought(P0, 3);
        assertThat(deliver(seen(3), seen(4))).hasSize(2);
    }

    @Test
    void connectAtTheCheckpointGoesOnOnceTheTopicIsRecognised() {
        storedUpTo(7);
        consumed(P0, 7);
        deliver();
        assertSought(P0, 6);
        consumed(P0, 6);
        assertThat(deliver(seen(6))).isEmpty();
        assertThat(deliver(record(P0, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aQuietPartitionAheadOfTheCheckpointIsReadToo() {
        storedUpTo(7);
        consumed(P0, 9);
        deliver();
        assertSought(P0, 6);
        assertThat(deliver(seen(6), record(P0, 7))).hasSize(1);
    }

    @Test
    void aTopicWithAnotherRecordAtTheSameOffsetIsRefused() {
        storedUpTo(7);
        consumed(P0, 7);
        deliver();
        assertRecreated(record(P0, 6, START + 1));
    }

    @Test
    void aTopicThatIsShorterThanWhatTheIndexHasSeenIsRefused() {
        storedUpTo(7);
        consumed(P0, 0);
        deliver();
        assertSought(P0, 6);
        assertRecreated(record(P0, 0, START + 1));
    }

    /** It ends just where the last record was, so that nothing comes. */
    @Test
    void aQuietTopicIsRecognisedByItsFirstRecordWhenTheLastOneDoesNotCome() {
        storedUpTo(7);
        consumed(P0, 0);
        deliver();
        assertSought(P0, 6);
        for (int second = 0; second < 62; second++) {
            now += 1_000;
            deliver();
        }
        assertSought(P0, 0);
        assertRecreated(record(P0, 0, START + 1));
    }

    @Test
    void aTopicWhoseFirstRecordIsYoungerThanAllThatTheIndexHasSeenIsRefused() {
        storedUpTo(7);
        deliver(record(P0, 7));
        assertSought(P0, 6);
        assertThat(deliver(record(P0, 8))).as("6 and 7 are gone").isEmpty();
        assertSought(P0, 0);
        assertRecreated(record(P0, 2, START + 1));
    }

    @Test
    void whereCompactionHasRemovedTheLastRecordTheFirstOneWillDo() {
        storedUpTo(700);
        deliver(record(P0, 701));
        assertSought(P0, 699);
        assertThat(deliver(record(P0, 701))).isEmpty();
        assertSought(P0, 0);
        assertThat(deliver(seen(5))).isEmpty();
        assertSought(P0, 700);
        assertThat(deliver(record(P0, 701))).hasSize(1);
    }

    @Test
    void whereNothingIsLeftOfWhatTheIndexHasSeenItGoesOn() {
        storedUpTo(7);
        deliver(record(P0, 9));
        deliver(record(P0, 9));
        assertSought(P0, 0);
        assertThat(deliver(record(P0, 9))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    @Test
    void aPartitionThatStartsOverWhileItIsReadIsRefused() {
        deliver(record(P0, 0), record(P0, 1));
        assertRecreated(record(P0, 0));
    }

    @Test
    void anAdoptedIndexStartsOverOnce() {
        storedUpTo(7);
        deliver(record(P0, 7));
        assertThatThrownBy(() -> deliver(record(P0, 6, START + 1)))
                .hasMessageEndingWith("set index.adopt=orders-1@first-1, and its topics are read from the beginning");
        adoptions = Map.of("orders-1", "first-1");
        progress = started();
        deliver(record(P0, 6, START + 1));
        assertSought(P0, 0);
        deliver(record(P0, 0, START + 1), record(P0, 1, START + 1));
        commit(P0, 2);
        progress = started();
        deliver(record(P0, 2));
        assertSought(P0, 1);
        assertThat(store.generations).containsExactly(Map.entry("first", 1));
    }

    @Test
    void anIndexWithDocumentsOfWhichNothingIsKnownIsRefusedUntilItIsAdopted() {
        store.content = IndexContent.DOCUMENTS;
        assertThatThrownBy(() -> deliver(record(P0, 7)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot write to index orders-1: it holds documents")
                .hasMessageContaining("topic.to.external.resource.mapping")
                .hasMessageContaining("index.adopt=orders-1@first-1,");
        adoptions = Map.of("orders-1", "first-1");
        progress = started();
        assertThat(deliver(record(P0, 0))).hasSize(1);
        store.identity = "first.restored";
        progress = started();
        assertThatThrownBy(() -> deliver(record(P0, 7))).hasMessageContaining("orders-1@first.restored-1,");
    }

    @Test
    void anotherTaskMayHaveBegunTheIndex() {
        store.generations.put("first", 0);
        store.content = IndexContent.DOCUMENTS;
        assertThat(deliver(record(P0, 0))).hasSize(1);
    }

    @Test
    void aQuietPartitionIsReadFromTheBeginningToo() {
        consumed(P0, 7);
        assertThat(calls).as("delivery comes soon").containsExactly("commit", "poll");
        assertThat(deliver()).isEmpty();
        assertSought(P0, 0);
        assertThat(consumed(P0, 7)).as("what Connect says before it goes back").isEmpty();
        deliver();
        assertThat(store.current()).as("nothing has come yet").isEmpty();
        assertThat(deliver(record(P0, 0))).hasSize(1);
        assertThat(consumed(P0, 1)).hasSize(1);
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
        assertSought(P0, 0);
        deliver();
        consumed(P0, 5);
        deliver();
        commit(P0, 7);
        assertThat(seeks).isEmpty();
        assertThat(store.of(P0).position()).isEqualTo(7);
    }

    /** Else the checkpoint would say that all until the old offset was seen. */
    @Test
    void whatConnectSaysBeforeItGoesBackWasNotSeen() {
        storedUpTo(2);
        consumed(P0, 700);
        deliver();
        commit(P0, 700);
        assertThat(store.of(P0).position()).isEqualTo(2);
        deliver(seen(1), record(P0, 2));
        commit(P0, 3);
        assertThat(store.of(P0).position()).isEqualTo(3);
        progress.close(List.of(P0));
        progress.open(List.of(P0));
        deliver(record(P0, 700));
        assertSought(P0, 2);
    }

    @Test
    void aPartitionThatWasTakenAwayIsNotSought() {
        consumed(P0, 7);
        progress.close(List.of(P0));
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
    void whoWantsOnlyWhatComesFromNowOnGetsThatInANewIndex() {
        reset = OffsetReset.LATEST;
        progress = started();
        consumed(P0, 6);
        assertThat(deliver()).isEmpty();
        assertThat(store.of(P0).position())
                .as("a later move forward is one, though nothing has come yet")
                .isEqualTo(6);
        assertThat(deliver(record(P0, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
        commit(P0, 8);
        progress = started();
        consumed(P0, 20);
        deliver();
        assertSought(P0, 7);
        assertThat(deliver(record(P0, 20))).as("sent to the end instead").isEmpty();
        assertSought(P0, 8);
        assertThatThrownBy(() -> deliver(record(P0, 20))).hasMessageContaining("the index lacks what is before 20");
    }

    /** A consumer that goes nowhere from an offset that is gone is only sent where it must go. */
    @Test
    void withoutAResetTheLastRecordIsNotSought() {
        reset = OffsetReset.NONE;
        storedUpTo(7);
        assertThat(deliver(record(P0, 7))).hasSize(1);
        storedUpTo(7);
        deliver(record(P0, 9));
        assertSought(P0, 7);
        storedUpTo(7);
        assertThatThrownBy(() -> deliver(record(P0, 6, START + 1))).hasMessageContaining("recreated");
    }

    @Test
    void nothingIsDecidedWhileTheStoreIsOutOfReach() {
        store.reachable = false;
        assertThatThrownBy(() -> deliver(record(P0, 0))).isInstanceOf(RetriableException.class);
        store.reachable = true;
        assertThat(deliver(record(P0, 0))).as("what Connect delivers again").hasSize(1);
        assertThat(store.current()).containsOnlyKeys(P0);
    }

    @Test
    void nothingIsCommittedThatIsNotStoredBefore() {
        deliver(record(P0, 0));
        store.reachable = false;
        assertThatThrownBy(() -> commit(P0, 1)).isInstanceOf(RetriableException.class);
        store.reachable = true;
        assertThat(commit(P0, 1)).containsOnlyKeys(P0);
        assertThat(store.of(P0).position()).isEqualTo(1);
    }

    @Test
    void aPartitionWithoutAnIndexIsLeftAlone() {
        progress.open(List.of(UNMAPPED));
        assertThat(deliver(record(UNMAPPED, 7))).hasSize(1);
        assertThat(seeks).isEmpty();
    }

    private void assertSought(TopicPartition partition, long offset) {
        assertThat(seeks).containsExactly(Map.entry(partition, offset));
        seeks.clear();
    }

    private void assertRecreated(SinkRecord record) {
        assertThatThrownBy(() -> deliver(record))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Cannot resume orders-0: the topic was deleted and recreated")
                .hasMessageContaining("at offset " + record.kafkaOffset())
                .hasMessageContaining("Rebuild the index: name a new one in topic.to.external.resource.mapping")
                .hasMessageContaining("index.adopt=orders-1@first-1");
    }

    /** In P0, the last record one of {@link #seen}. */
    private void storedUpTo(long position) {
        store.put(P0, new Checkpoint(position, now, 0, position - 1, START, START));
        now += 1_000;
        progress = started();
        seeks.clear();
    }

    private SinkProgress started() {
        calls.clear();
        ConsumerControl consumer = new ConsumerControl() {
            @Override
            public void seek(TopicPartition partition, long offset) {
                seeks.put(partition, offset);
            }

            @Override
            public void commitSoon() {
                calls.add("commit");
            }

            @Override
            public void pollSoon() {
                calls.add("poll");
            }
        };
        SinkProgress fresh =
                new SinkProgress(store, consumer, reset, Optional.of(Duration.ofDays(1)), adoptions, () -> now);
        fresh.open(List.of(P0, P1));
        return fresh;
    }

    private Collection<SinkRecord> deliver(SinkRecord... records) {
        return progress.onPut(List.of(records), false);
    }

    private Map<TopicPartition, OffsetAndMetadata> consumed(TopicPartition partition, long offset) {
        return commit(partition, offset);
    }

    /** All that was consumed is settled. */
    private Map<TopicPartition, OffsetAndMetadata> commit(TopicPartition partition, long offset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(offset));
        return progress.onPreCommit(offsets, offsets);
    }

    private static SinkRecord seen(long offset) {
        return record(P0, offset, START);
    }

    private SinkRecord record(TopicPartition at, long offset) {
        return record(at, offset, now);
    }

    private static SinkRecord record(TopicPartition at, long offset, long timestamp) {
        return new SinkRecord(
                at.topic(), at.partition(), null, "a", null, null, offset, timestamp, TimestampType.CREATE_TIME);
    }
}
