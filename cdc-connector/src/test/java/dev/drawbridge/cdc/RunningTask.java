package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.TestPostgres;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** A task driven as a worker does: each batch is committed, and its last offset is what the storage holds then. */
final class RunningTask implements AutoCloseable {
    private final OutboxSourceTask task = new OutboxSourceTask();
    private Map<String, Object> offset;

    /** @param offset stored when the task begins; null for none */
    RunningTask(Map<String, String> config, Map<String, Object> offset) {
        this.offset = offset;
        task.initialize(context(config));
        task.start(config);
    }

    /** What the task hands over until a record of that kind, with it. */
    List<SourceRecord> pollUntil(Predicate<SourceRecord> last) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        while (records.stream().noneMatch(last)) {
            List<SourceRecord> polled = task.poll();
            if (polled != null && !polled.isEmpty()) {
                records.addAll(polled);
                offset = new HashMap<>(polled.get(polled.size() - 1).sourceOffset());
            }
            task.commit();
        }
        return records;
    }

    /** As stored now. */
    Map<String, Object> offset() {
        return offset;
    }

    @Override
    public void close() {
        task.stop();
    }

    private SourceTaskContext context(Map<String, String> config) {
        OffsetStorageReader offsets = new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return TestPostgres.stored(offset).offset(partition);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                return TestPostgres.stored(offset).offsets(partitions);
            }
        };
        return new SourceTaskContext() {
            @Override
            public Map<String, String> configs() {
                return config;
            }

            @Override
            public OffsetStorageReader offsetStorageReader() {
                return offsets;
            }

            @Override
            public PluginMetrics pluginMetrics() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
