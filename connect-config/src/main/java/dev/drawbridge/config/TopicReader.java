package dev.drawbridge.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds now, from its beginning to the end it has when the reading begins. In no consumer group. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrap;

    public TopicReader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Committed records alone, those of one partition in order. */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        read(topic, "read_committed", taker);
    }

    /** Records of open and aborted transactions too. */
    public void readUncommitted(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        read(topic, "read_uncommitted", taker);
    }

    private void read(String topic, String isolation, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < requireNonNull(ends.get(partition)))) {
                consumer.poll(POLL).forEach(taker);
            }
        }
    }
}
