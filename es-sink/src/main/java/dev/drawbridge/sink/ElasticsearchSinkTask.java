package dev.drawbridge.sink;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.BulkWriter;
import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.bulk.OffsetLedger;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.elastic.Elasticsearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journey of a record: to document, written, settled in the ledger. Runs on the task's thread alone. */
public final class ElasticsearchSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSinkTask.class);

    private final OffsetLedger ledger = new OffsetLedger();
    private @Nullable Running running;

    @Override
    public String version() {
        return Version.CURRENT;
    }

    @Override
    public void start(Map<String, String> props) {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(props);
        Running started = Running.open(config, props, ledger, context.errantRecordReporter());
        running = started;
        try {
            started.targets.check(started.elasticsearch);
        } catch (ClusterUnavailableException e) {
            LOG.warn("Started without a cluster; its indices are checked at the first record. {}", e.getMessage());
        }
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        ledger.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Running sink = requireNonNull(running, "not started");
        List<SinkRecord> unsettled = records.stream().filter(ledger::delivered).toList();
        try {
            sink.targets.check(sink.elasticsearch);
            sink.writer.write(sink.documents(unsettled));
        } catch (ClusterUnavailableException e) {
            context.timeout(sink.backoff.redeliveryMs());
            throw e;
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return ledger.committable(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        ledger.close(partitions);
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** What exists between start and stop. */
    private record Running(
            Elasticsearch elasticsearch,
            TargetIndices targets,
            DocumentReader reader,
            DocumentFates fates,
            BulkWriter writer,
            Backoff backoff,
            SinkTaskMetrics metrics) {

        static Running open(
                ElasticsearchSinkConfig config,
                Map<String, String> props,
                OffsetLedger ledger,
                @Nullable ErrantRecordReporter reporter) {
            SinkTaskMetrics metrics = new SinkTaskMetrics(
                    props.getOrDefault(ElasticsearchSinkConfig.CONNECTOR_NAME, "unnamed"),
                    props.getOrDefault(ElasticsearchSinkConfig.TASK_ID, "0"));
            Map<String, String> indexByTopic = config.indexByTopic();
            Elasticsearch elasticsearch = new Elasticsearch(config.connection());
            ErrantRecords errantRecords = new ErrantRecords(config.reportsMalformedDocuments(), reporter);
            DocumentFates fates = new DocumentFates(ledger, errantRecords, metrics);
            Backoff backoff = new Backoff(
                    config.maxRetries(), config.retryBackoffMs(), RandomGenerator.getDefault(), Backoff.Time.SYSTEM);
            return new Running(
                    elasticsearch,
                    new TargetIndices(indexByTopic.values()),
                    new DocumentReader(indexByTopic, config.versionHeader(), config.stubsForNullValues()),
                    fates,
                    new BulkWriter(elasticsearch, fates, backoff, config.batchSize(), config.bulkSizeBytes()),
                    backoff,
                    metrics);
        }

        /** The documents that {@code records} carry; those that carry none are reported, or stop the task. */
        List<Document> documents(List<SinkRecord> records) {
            List<Document> documents = new ArrayList<>(records.size());
            for (SinkRecord record : records) {
                try {
                    documents.add(reader.read(record));
                } catch (DataException e) {
                    fates.malformed(record, e);
                }
            }
            return documents;
        }

        void close() {
            metrics.close();
            try {
                elasticsearch.close();
            } catch (IOException e) {
                LOG.warn("Closing the connections to Elasticsearch failed", e);
            }
        }
    }
}
