package dev.drawbridge.ops.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that a broker has left open for ever. One that is killed between deciding on a transaction and marking its end in
 * the partitions may, once back, hold it for done and never write the marks (seen with Kafka 4.3.1). No reader of committed
 * records gets past it: not Connect, which reads its offsets to their end before it starts a source. To abort it loses nothing,
 * as the offsets in it go with the events, and the source reads them again from the slot.
 */
public final class HangingTransactions {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final KafkaAccess kafka;
    private long checkedAt = System.nanoTime() - EVERY_NANOS;

    public HangingTransactions(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * Checks, no more than every two seconds, and aborts what is found. Not for use by several threads.
     *
     * @return in how many partitions
     * @throws IOException when Kafka does not say, or is busy: the same call may go through later
     */
    public int abort() throws InterruptedException, IOException {
        if (System.nanoTime() - checkedAt < EVERY_NANOS) {
            return 0;
        }
        checkedAt = System.nanoTime();
        try (Admin admin = kafka.admin()) {
            List<AbortTransactionSpec> hanging = find(transactions(admin), producers(admin));
            for (AbortTransactionSpec each : hanging) {
                admin.abortTransaction(each).all().get();
            }
            return hanging.size();
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not list its open transactions: " + e.getCause(), e);
        }
    }

    /**
     * Those of which the coordinator was done before the partitions were looked at.
     *
     * @param transactions as the coordinator knows them, asked for first
     */
    static List<AbortTransactionSpec> find(
            Iterable<TransactionDescription> transactions, Map<TopicPartition, PartitionProducerState> producers) {
        Map<Long, TransactionDescription> done = new HashMap<>();
        for (TransactionDescription transaction : transactions) {
            if (isDone(transaction.state())) {
                done.put(transaction.producerId(), transaction);
            }
        }
        List<AbortTransactionSpec> hanging = new ArrayList<>();
        producers.forEach((partition, state) -> state.activeProducers().stream()
                .filter(producer -> isLeftOpen(producer, done.get(producer.producerId())))
                .forEach(producer -> hanging.add(new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))));
        return hanging;
    }

    private static boolean isDone(TransactionState state) {
        return switch (state) {
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> true;
            default -> false;
        };
    }

    /** The end of each transaction raises the epoch, so one of an earlier epoch is not that which has just begun. */
    private static boolean isLeftOpen(ProducerState producer, @Nullable TransactionDescription done) {
        return done != null
                && producer.currentTransactionStartOffset().isPresent()
                && producer.producerEpoch() < done.producerEpoch();
    }

    private static Iterable<TransactionDescription> transactions(Admin admin)
            throws InterruptedException, ExecutionException {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .toList();
        return admin.describeTransactions(ids).all().get().values();
    }

    private static Map<TopicPartition, PartitionProducerState> producers(Admin admin)
            throws InterruptedException, ExecutionException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return admin.describeProducers(partitions).all().get();
    }
}
