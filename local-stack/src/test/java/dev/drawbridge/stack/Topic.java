package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All committed records of a topic, read anew at each call with a plain consumer. */
final class Topic {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrap;
    private final String name;

    /** A record as text; a null value stays null. */
    record Event(int partition, long offset, String key, String value, Map<String, String> headers) {}

    Topic(String bootstrap, String name) {
        this.bootstrap = bootstrap;
        this.name = name;
    }

    /**
     * Of transactions that are still open, too, whose end is waited for: the sink may have indexed their events already, and a
     * test that has seen the document means those events.
     */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        forEach(events::add);
        return events;
    }

    /** What a reader of committed records finds at the moment. */
    List<Event> committed() {
        List<Event> events = new ArrayList<>();
        forEach("read_committed", events::add);
        return events;
    }

    List<Event> events(String key) {
        return events().stream().filter(event -> key.equals(event.key())).toList();
    }

    /** One by one, for topics larger than memory. */
    void forEach(Consumer<Event> reader) {
        forEach("read_uncommitted", reader);
    }

    private void forEach(String upTo, Consumer<Event> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> ends = ends(upTo, partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant progress = Instant.now();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                var records = consumer.poll(Duration.ofMillis(200));
                records.forEach(record -> reader.accept(event(record)));
                progress = records.isEmpty() ? progress : Instant.now();
                assertThat(progress)
                        .as(name + ": a transaction stays open before " + ends)
                        .isAfter(Instant.now().minus(PATIENCE));
            }
        }
    }

    private Map<TopicPartition, Long> ends(String isolation, List<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
            return consumer.endOffsets(partitions);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList();
        assertThat(partitions)
                .as("partitions of " + name + ": a missing topic is no empty one")
                .isNotEmpty();
        return partitions;
    }

    private static Event event(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return new Event(record.partition(), record.offset(), text(record.key()), text(record.value()), headers);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
