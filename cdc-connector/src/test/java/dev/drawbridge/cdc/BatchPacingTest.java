package dev.drawbridge.cdc;

import static dev.drawbridge.cdc.BatchPacing.AFTER_TRANSACTION;
import static dev.drawbridge.cdc.BatchPacing.BETWEEN_BATCHES;
import static dev.drawbridge.cdc.BatchPacing.BETWEEN_BATCHES_OF_A_BACKLOG;
import static dev.drawbridge.cdc.BatchPacing.IDLE;
import static dev.drawbridge.cdc.BatchPacing.LARGE_BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchPacingTest {
    private static final Duration INTERVAL = Duration.ofMillis(25);

    private final BatchPacing pacing = new BatchPacing(INTERVAL, 0);

    @Test
    void anEventAfterAQuietMomentGoesAtOnce() {
        assertThat(pacing.gatherNanos(0)).isNotPositive();
        pacing.handedOver(0, 1);
        pacing.committed(millis(3));
        assertThat(pacing.gatherNanos(millis(7))).isNotPositive();
    }

    @Test
    void eventsGatherBetweenBatches() {
        pacing.handedOver(millis(10), 1);
        assertThat(pacing.gatherNanos(millis(11))).isEqualTo(BETWEEN_BATCHES.toNanos() - millis(1));
    }

    @Test
    void aBatchWaitsForTheMarkersOfTheTransactionBefore() {
        pacing.handedOver(millis(10), 1);
        pacing.committed(millis(18));
        assertThat(pacing.gatherNanos(millis(18))).isEqualTo(AFTER_TRANSACTION.toNanos());
    }

    @Test
    void aBacklogGathersLonger() {
        pacing.handedOver(millis(10), LARGE_BATCH);
        assertThat(pacing.gatherNanos(millis(10))).isEqualTo(BETWEEN_BATCHES.toNanos());
        pacing.handedOver(millis(20), LARGE_BATCH);
        assertThat(pacing.gatherNanos(millis(20))).isEqualTo(BETWEEN_BATCHES_OF_A_BACKLOG.toNanos());
        pacing.handedOver(millis(40), LARGE_BATCH - 1);
        assertThat(pacing.gatherNanos(millis(40))).isEqualTo(BETWEEN_BATCHES.toNanos());
    }

    /** The end of an early transaction must not make batches follow each other faster. */
    @Test
    void aCommitShortensNoWait() {
        pacing.handedOver(millis(10), 1);
        pacing.committed(millis(10));
        assertThat(pacing.gatherNanos(millis(10))).isEqualTo(BETWEEN_BATCHES.toNanos());
    }

    /** Connect calls commit after idle polls too, and there are no markers then. */
    @Test
    void aCommitOfNothingDelaysNothing() {
        pacing.committed(millis(10));
        assertThat(pacing.gatherNanos(millis(10))).isNotPositive();
    }

    @Test
    void waitsNoLongerThanATransactionMayLastAndThenIdly() {
        assertThat(pacing.timeout(0)).isEqualTo(IDLE);
        pacing.handedOver(0, 1);
        assertThat(pacing.timeout(0)).isBetween(INTERVAL, INTERVAL.plusMillis(1));
        pacing.foundNothing();
        assertThat(pacing.timeout(0)).isEqualTo(IDLE);
    }

    /** Connect counts from the last commit: an event soon after it is committed when that is an interval ago. */
    @Test
    void aTransactionLastsAnIntervalFromTheCommitBefore() {
        pacing.committed(millis(100));
        pacing.handedOver(millis(120), 1);
        assertThat(pacing.timeout(millis(120))).isBetween(Duration.ofMillis(5), Duration.ofMillis(6));
        assertThat(pacing.timeout(millis(500))).isBetween(Duration.ZERO, Duration.ofMillis(1));
    }

    @Test
    void withoutAnIntervalItsPatienceIsThatOfAnIdleTask() {
        BatchPacing transactionsOfEachBatch = new BatchPacing(Duration.ZERO, 0);
        transactionsOfEachBatch.handedOver(0, 1);
        assertThat(transactionsOfEachBatch.timeout(0)).isEqualTo(IDLE);
        BatchPacing longTransactions = new BatchPacing(Duration.ofMinutes(1), 0);
        longTransactions.handedOver(0, 1);
        assertThat(longTransactions.timeout(0)).isEqualTo(IDLE);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
