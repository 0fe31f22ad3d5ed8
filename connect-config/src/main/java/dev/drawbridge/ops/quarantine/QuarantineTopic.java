package dev.drawbridge.ops.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
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

/** The events that were set aside and are not settled yet. Each call reads the topics anew. */
public final class QuarantineTopic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrap;
    private final String name;

    /**
     * An event set aside.
     *
     * @param key its id, or where it stood if it has none
     * @param order the aggregate's id; empty if it could not be told
     * @param version 0 if it could not be told
     */
    public record Entry(
            String key, String aggregatetype, String order, long version, String rule, String reason, Instant at) {}

    public QuarantineTopic(String bootstrap, String name) {
        this.bootstrap = bootstrap;
        this.name = name;
    }

    /** Those not settled, the oldest first. */
    public List<Entry> entries() {
        Map<String, Entry> open = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : read(name)) {
            String key = text(entry.key());
            open.remove(key);
            if (entry.value() != null) {
                open.put(key, entry(key, text(entry.value()), Instant.ofEpochMilli(entry.timestamp())));
            }
        }
        return new ArrayList<>(open.values());
    }

    /** Marks events as settled: they are listed no more. */
    public void settle(List<String> keys) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String key : keys) {
                producer.send(new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), null))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new ActionRequiredException("Cannot mark events as settled in " + name + ": " + e.getCause());
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new TopicReader(bootstrap).read(topic, records::add);
        return records;
    }

    private static Entry entry(String key, String json, Instant at) {
        try {
            JsonNode entry = JSON.readTree(json);
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
