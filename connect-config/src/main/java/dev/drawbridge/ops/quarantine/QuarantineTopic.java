package dev.drawbridge.ops.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The events that were quarantined and are not settled yet. Each call reads the topic again. */
public final class QuarantineTopic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaAccess kafka;
    private final String name;

    public QuarantineTopic(KafkaAccess kafka, String name) {
        this.kafka = kafka;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Those not settled, the oldest first. */
    public List<Entry> entries() {
        Map<String, Entry> open = new LinkedHashMap<>();
        new TopicReader(kafka).read(name, record -> {
            String key = text(record.key());
            open.remove(key);
            if (record.value() != null) {
                open.put(key, entry(key, record));
            }
        });
        return new ArrayList<>(open.values());
    }

    /** Marks events as settled: they are listed no more. */
    public void settle(List<String> keys) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String key : keys) {
                producer.send(new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), null))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new ActionRequiredException("Cannot mark events as settled in " + name + ": " + e.getCause());
        }
    }

    private static Entry entry(String key, ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        try {
            JsonNode entry = JSON.readTree(text(record.value()));
            return new Entry(
                    key,
                    entry.path("aggregatetype").asText("?"),
                    entry.path("aggregateid").asText(""),
                    entry.path("version").asLong(),
                    entry.path("rule").asText(),
                    entry.path("reason").asText(),
                    at);
        } catch (JsonProcessingException foreign) {
            return new Entry(key, "?", "", 0, "?", "not an entry of PublishEvent", at);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
