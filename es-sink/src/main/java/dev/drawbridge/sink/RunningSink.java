package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.BulkWriter;
import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.elastic.CheckpointIndex;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.metrics.SinkTaskMetrics;
import dev.drawbridge.sink.offsets.ConsumerControl;
import dev.drawbridge.sink.offsets.OffsetReset;
import dev.drawbridge.sink.offsets.OffsetTracker;
import dev.drawbridge.sink.offsets.SinkProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task has between start and stop. */
record RunningSink(
        Elasticsearch elasticsearch,
        TargetIndices targets,
        DocumentReader reader,
        DeliveryResultHandler results,
        BulkWriter writer,
        SinkProgress progress,
        Backoff backoff,
        SinkTaskMetrics metrics)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);
    private static final long SOON_MS = 1;

    static RunningSink start(
            ElasticsearchSinkConfig config, Map<String, String> props, OffsetTracker offsets, SinkTaskContext context) {
        String connector = props.getOrDefault(ElasticsearchSinkConfig.CONNECTOR_NAME, "unnamed");
        String task = props.getOrDefault(ElasticsearchSinkConfig.TASK_ID, "0");
        Elasticsearch elasticsearch = new Elasticsearch(config.connection());
        SinkTaskMetrics metrics = new SinkTaskMetrics(connector, task);
        ErrantRecords errantRecords =
                new ErrantRecords(config.reportsMalformedDocuments(), context.errantRecordReporter());
        DeliveryResultHandler results = new DeliveryResultHandler(offsets, errantRecords, metrics);
        Backoff backoff = config.backoff();
        BulkWriter writer =
                new BulkWriter(connector + "-" + task, elasticsearch, results, backoff, config.bulkLimits());
        metrics.watch(writer);
        TargetIndices targets =
                new TargetIndices(config.indexByTopic().values(), config.indexDefinition(), config.enforcesChecks());
        CheckpointIndex checkpoints = new CheckpointIndex(
                elasticsearch,
                config.checkpointIndex(),
                config.indexByTopic(),
                index -> targets.identity(elasticsearch, index));
        SinkProgress progress = new SinkProgress(
                checkpoints,
                control(context),
                reset(props),
                config.tombstoneRetention(),
                config.adoptions(),
                System::currentTimeMillis);
        return new RunningSink(elasticsearch, targets, config.reader(), results, writer, progress, backoff, metrics);
    }

    /** Where the consumer goes from an offset that is gone, as far as the connector says so. */
    static OffsetReset reset(Map<String, String> props) {
        return switch (props.getOrDefault("consumer.override.auto.offset.reset", "earliest")) {
            case "earliest" -> OffsetReset.EARLIEST;
            case "none" -> OffsetReset.NONE;
            default -> OffsetReset.LATEST;
        };
    }

    private static ConsumerControl control(SinkTaskContext context) {
        return new ConsumerControl() {
            @Override
            public void seek(TopicPartition partition, long offset) {
                context.offset(partition, offset);
            }

            @Override
            public void commitSoon() {
                context.requestCommit();
            }

            @Override
            public void pollSoon() {
                context.timeout(SOON_MS);
            }
        };
    }

    void checkTargets() {
        targets.check(elasticsearch);
    }

    void requireSameTargets() {
        targets.requireSame(elasticsearch);
    }

    /** Hands over the documents that {@code records} carry; those that carry none are reported, or stop the task. */
    void write(Collection<SinkRecord> records) {
        List<Document> documents = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            try {
                Optional<Document> document = reader.read(record);
                document.ifPresentOrElse(documents::add, () -> results.ignored(record));
            } catch (DataException e) {
                results.malformed(record, e);
            }
        }
        writer.write(documents);
    }

    @Override
    public void close() {
        writer.close();
        metrics.close();
        try {
            elasticsearch.close();
        } catch (IOException e) {
            LOG.warn("Closing the connections to Elasticsearch failed", e);
        }
    }
}
