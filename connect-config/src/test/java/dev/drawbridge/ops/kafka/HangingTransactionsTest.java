package dev.drawbridge.ops.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class HangingTransactionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("drawbridge-connect-offsets", 2);

    @ParameterizedTest
    @EnumSource(
            value = TransactionState.class,
            names = {"EMPTY", "COMPLETE_COMMIT", "COMPLETE_ABORT"})
    void whatIsOpenThoughItsCoordinatorIsDoneIsFound(TransactionState state) {
        assertThat(found(7, state, 1869, open(7, 1868)))
                .containsExactly(new AbortTransactionSpec(PARTITION, 7, (short) 1868, 32));
    }

    /** Its marks may be on their way. */
    @ParameterizedTest
    @EnumSource(
            value = TransactionState.class,
            names = {"EMPTY", "COMPLETE_COMMIT", "COMPLETE_ABORT"},
            mode = Mode.EXCLUDE)
    void whatTheCoordinatorIsAtWorkOnIsLeftAlone(TransactionState state) {
        assertThat(found(7, state, 1869, open(7, 1868))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7, 1869", "7, 1870", "8, 1868"})
    void whatBeganSinceOrIsSomebodyElsesIsLeftAlone(long producer, int epoch) {
        assertThat(found(7, TransactionState.COMPLETE_COMMIT, 1869, open(producer, epoch)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TransactionState.class)
    void whatIsClosedIsLeftAlone(TransactionState state) {
        ProducerState closed = new ProducerState(7, 1868, 0, 0, OptionalInt.of(32), OptionalLong.empty());
        assertThat(found(7, state, 1869, closed)).isEmpty();
    }

    private static List<AbortTransactionSpec> found(
            long producer, TransactionState state, int epoch, ProducerState inPartition) {
        return HangingTransactions.find(
                List.of(new TransactionDescription(1, state, producer, epoch, 60_000, OptionalLong.empty(), Set.of())),
                Map.of(PARTITION, new PartitionProducerState(List.of(inPartition))));
    }

    private static ProducerState open(long producer, int epoch) {
        return new ProducerState(producer, epoch, 0, 0, OptionalInt.of(32), OptionalLong.of(3642));
    }
}
