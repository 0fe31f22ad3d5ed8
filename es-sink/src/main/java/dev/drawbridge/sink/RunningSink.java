package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.BulkWriter;
import dev.drawbridge.sink.bulk.OffsetLedger;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.ProgressIndex;
import dev.drawbridge.sink.progress.Rewind;
import dev.drawbridge.sink.progress.StopGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        DocumentFates fates,
        BulkWriter writer,
        StopGuard guard,
        Backoff backoff,
        SinkTaskMetrics metrics)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);

    static RunningSink start(
            ElasticsearchSinkConfig config, Map<String, String> props, OffsetLedger ledger, SinkTaskContext context) {
        String connector = props.getOrDefault(ElasticsearchSinkConfig.CONNECTOR_NAME, "unnamed");
        String task = props.getOrDefault(ElasticsearchSinkConfig.TASK_ID, "0");
        Elasticsearch elasticsearch = new Elasticsearch(config.connection());
        SinkTaskMetrics metrics = new SinkTaskMetrics(connector, task);
        ErrantRecords errantRecords =
                new ErrantRecords(config.reportsMalformedDocuments(), context.errantRecordReporter());
        DocumentFates fates = new DocumentFates(ledger, errantRecords, metrics);
        Backoff backoff = config.backoff();
        BulkWriter writer = new BulkWriter(connector + "-" + task, elasticsearch, fates, backoff, config.bulkLimits());
        metrics.watch(writer);
        return new RunningSink(
                elasticsearch,
                new TargetIndices(config.indexByTopic().values(), config.indexDefinition(), config.enforcesChecks()),
                config.reader(),
                fates,
                writer,
                new StopGuard(
                        new ProgressIndex(elasticsearch, config.progressIndex(), config.indexByTopic()),
                        config.maxStop(),
                        rewind(props, context),
                        System::currentTimeMillis),
                backoff,
                metrics);
    }

    /** Who sets another offset to begin with than the earliest wants no more in a new index than what comes from now on. */
    private static Optional<Rewind> rewind(Map<String, String> props, SinkTaskContext context) {
        String reset = props.getOrDefault("consumer.override.auto.offset.reset", "earliest");
        return reset.equals("earliest") || reset.equals("none") ? Optional.of(context::offset) : Optional.empty();
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
                document.ifPresentOrElse(documents::add, () -> fates.ignored(record));
            } catch (DataException e) {
                fates.malformed(record, e);
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
