package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.OffsetOrigin;
import dev.drawbridge.cdc.postgres.OriginMonitor;
import dev.drawbridge.cdc.postgres.Preflight;
import dev.drawbridge.cdc.postgres.StartRetries;
import dev.drawbridge.cdc.postgres.StoredOffset;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.pipeline.spi.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's task with five differences: it checks slot and publication before it streams, and publication and table before
 * each confirmation of the slot; each offset names the server, publication and table that it was read from; it begins at the
 * slot unless the stored offset is from an event; an event wakes it, where Debezium's waits for its poll interval to pass; and
 * it confirms the slot every few seconds, not at every empty poll, as each confirmation reads Connect's offsets topic to its end.
 *
 * <p>Thread-safety: as Debezium's task, driven by one Connect task thread.
 */
public final class OutboxSourceTask extends PostgresConnectorTask {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxSourceTask.class);

    /** An option of Connect's own; the class that names it belongs to the worker, and plugins cannot see it. */
    private static final String TRANSACTION_INTERVAL = "transaction.boundary.interval.ms";

    private static final long CONFIRM_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private Optional<EventNotifyingQueue> events = Optional.empty();
    private BatchPacing pacing = new BatchPacing(Duration.ZERO, System.nanoTime());
    private int maxBatchSize;
    private final StartRetries retries = new StartRetries(System::nanoTime);
    private Optional<OriginMonitor> monitor = Optional.empty();
    private long confirmedAtNanos = System.nanoTime();

    /**
     * Checks, then starts; here rather than earlier, because Debezium tries again what it finds retriable here.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when streaming from here could lose rows in silence
     */
    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(Configuration config) {
        OffsetOrigin origin = new Preflight(config.asMap(), retries).check(context.offsetStorageReader());
        monitor.ifPresent(OriginMonitor::close);
        monitor = Optional.of(new OriginMonitor(config.asMap(), origin, System::nanoTime));
        ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> coordinator = super.start(config);
        events = EventNotifyingQueue.takeCreated()
                // Debezium counts the queue's bytes where it empties the queue itself
                .filter(queue -> config.getLong(CommonConnectorConfig.MAX_QUEUE_SIZE_IN_BYTES) == 0);
        events.ifPresent(queue -> queue.limitTo(config.getInteger(CommonConnectorConfig.MAX_QUEUE_SIZE)));
        if (events.isEmpty()) {
            LOG.warn(
                    "Debezium's own queue is in use (queue.provider.type, max.queue.size.in.bytes): each event waits until"
                            + " poll.interval.ms is over, and an idle task takes more processor time.");
        }
        pacing = new BatchPacing(transactionInterval(config), System.nanoTime());
        maxBatchSize = config.getInteger(CommonConnectorConfig.MAX_BATCH_SIZE);
        return coordinator;
    }

    /** Without those of no event: streaming from there would skip what the slot still holds. */
    @Override
    protected Offsets<PostgresPartition, PostgresOffsetContext> getPreviousOffsets(
            Partition.Provider<PostgresPartition> provider, OffsetContext.Loader<PostgresOffsetContext> loader) {
        Offsets<PostgresPartition, PostgresOffsetContext> stored = super.getPreviousOffsets(provider, loader);
        Map<PostgresPartition, PostgresOffsetContext> eventOffsets = new LinkedHashMap<>();
        stored.getOffsets()
                .forEach((partition, offset) -> eventOffsets.put(
                        partition, offset != null && StoredOffset.isFromEvent(offset.getOffset()) ? offset : null));
        return Offsets.of(eventOffsets);
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        if (events.isPresent()) {
            List<DataChangeEvent> taken = events.get()
                    .take(maxBatchSize, pacing.timeout(System.nanoTime()), () -> pacing.gatherNanos(System.nanoTime()));
            if (!taken.isEmpty()) {
                pacing.handedOver(System.nanoTime(), taken.size());
                return withOrigin(taken.stream().map(DataChangeEvent::getRecord).toList());
            }
        }
        pacing.foundNothing();
        return withOrigin(super.doPoll()); // throws what has ended the stream
    }

    /** The records, each with an offset that also says where it was read. */
    private List<SourceRecord> withOrigin(List<SourceRecord> records) {
        if (records.isEmpty()) {
            return records;
        }
        Map<String, Object> origin = monitor.orElseThrow().origin().asOffset();
        return records.stream().map(record -> withOrigin(record, origin)).toList();
    }

    private static SourceRecord withOrigin(SourceRecord record, Map<String, Object> origin) {
        Map<String, Object> offset = new HashMap<>(record.sourceOffset());
        offset.putAll(origin);
        return new SourceRecord(
                record.sourcePartition(),
                offset,
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }

    /** Zero when Connect ends transactions by another rule: its own, after each batch, or that of its offsets' flush. */
    private static Duration transactionInterval(Configuration config) {
        return Duration.ofMillis(config.getLong(TRANSACTION_INTERVAL, 0));
    }

    /** Called after every transaction, and after polls without one. A slot confirmed later only keeps WAL a little longer. */
    @Override
    public void commit() throws InterruptedException {
        pacing.committed(System.nanoTime());
        if (System.nanoTime() - confirmedAtNanos >= CONFIRM_EVERY_NANOS) {
            confirmedAtNanos = System.nanoTime();
            super.commit();
        }
    }

    /**
     * Confirms the slot, unless nobody knows whether all rows have come.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when publication or table have changed since the start
     */
    @Override
    public void performCommit() {
        if (monitor.isPresent() && monitor.get().isUnchanged()) {
            super.performCommit();
        }
    }

    @Override
    protected void doStop() {
        monitor.ifPresent(OriginMonitor::close);
        super.doStop();
    }
}
