package dev.drawbridge.ops.quarantine;

import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The versions of aggregates that public topics get from now on. What they held before is no sign that a retry has worked:
 * a version that was published long ago may have been published again, and refused. Not thread-safe.
 */
public final class NewlyPublished implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final Consumer<byte[], byte[]> consumer;
    /** By topic, then by aggregate. */
    private final Map<String, Map<String, Long>> versions = new HashMap<>();

    public NewlyPublished(KafkaAccess kafka, List<String> topics) {
        this(new TopicReader(kafka).fromNow(topics), topics);
    }

    /** @param consumer stands where the new of these topics begins; is closed with this */
    NewlyPublished(Consumer<byte[], byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        topics.forEach(topic -> versions.put(topic, new HashMap<>()));
    }

    /** Takes in what has come; waits a moment for it. */
    public void poll() {
        consumer.poll(MOMENT).forEach(this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> event) {
        var version = event.headers().lastHeader("ce_aggregateversion");
        if (version != null) {
            versions.computeIfAbsent(event.topic(), topic -> new HashMap<>())
                    .merge(text(event.key()), Long.parseLong(text(version.value())), Math::max);
        }
    }

    /**
     * Whether the version that was quarantined, or a later one of its aggregate, has come to each topic; any, if an entry has none.
     * An entry does not say which of the connectors that share its quarantine topic has refused it.
     */
    public boolean covers(Entry entry) {
        return versions.values().stream()
                .map(topic -> topic.get(entry.aggregateid()))
                .allMatch(seen -> seen != null && seen >= entry.version());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
