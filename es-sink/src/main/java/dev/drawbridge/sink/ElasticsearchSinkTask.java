package dev.drawbridge.sink;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.Version;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.offsets.OffsetTracker;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journey of a record: to document, handed to the writer, settled in the offsets when the writer knows its end. Its methods
 * run on the task's thread; writing does not.
 */
public final class ElasticsearchSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSinkTask.class);

    /** For how long a rebalance may wait for bulks that have been sent. */
    private static final Duration REVOKE_TIMEOUT = Duration.ofSeconds(10);

    private final OffsetTracker offsets = new OffsetTracker();
    private final BackPressure backPressure = new BackPressure();
    private @Nullable RunningSink running;
    private Backoff.@Nullable Retries outage;
    private @Nullable ConnectException failure;
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

    @Override
    public String version() {
        return Version.CURRENT;
    }

    @Override
    public void start(Map<String, String> props) {
        RunningSink sink = RunningSink.start(new ElasticsearchSinkConfig(props), props, offsets, context);
        running = sink;
        try {
            sink.checkTargets();
        } catch (ClusterUnavailableException e) {
            LOG.warn("Started without a cluster; its indices are checked at the first record. {}", e.getMessage());
        }
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        offsets.open(partitions);
        backPressure.opened(partitions);
        requireNonNull(running, "not started").progress().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        RunningSink sink = requireNonNull(running, "not started");
        sink.writer().rethrow();
        if (failure != null) {
            throw failure; // Connect would only log it where it was found
        }
        Collection<SinkRecord> taken = taken(sink, records);
        offsets.delivered(taken);
        sink.write(taken);
        backPressure.apply(context, sink.writer(), sink.progress().waiting());
    }

    /** Before anything is noted of the records: Connect delivers them again. */
    private Collection<SinkRecord> taken(RunningSink sink, Collection<SinkRecord> records) {
        try {
            Collection<SinkRecord> taken = sink.progress().onPut(records, backPressure.isPaused());
            outage = null;
            return taken;
        } catch (ClusterUnavailableException e) {
            outage = outage == null ? sink.backoff().begin() : outage;
            context.timeout(outage.nextPauseMs());
            throw e;
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        Map<TopicPartition, OffsetAndMetadata> settled = offsets.committable(currentOffsets);
        if (running == null) {
            return settled;
        }
        try {
            if (!settled.equals(committed)) {
                running.requireSameTargets();
            }
            Map<TopicPartition, OffsetAndMetadata> committable =
                    running.progress().onPreCommit(currentOffsets, settled);
            committed = Map.copyOf(settled);
            return committable;
        } catch (ClusterUnavailableException e) {
            LOG.warn(
                    "Offsets are committed once Elasticsearch can be asked for its indices and store checkpoints. {}",
                    e.getMessage());
        } catch (ConnectException e) {
            failure = e; // Connect would only log it here, and go back to what is committed
        }
        return Map.of();
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (running != null && !running.writer().revoke(partitions, REVOKE_TIMEOUT)) {
            LOG.warn(
                    "Gave up partitions {} while a bulk was unanswered for {} s; Elasticsearch may still apply it",
                    partitions,
                    REVOKE_TIMEOUT.toSeconds());
        }
        offsets.close(partitions);
        backPressure.closed(partitions);
        if (running != null) {
            running.progress().close(partitions);
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
