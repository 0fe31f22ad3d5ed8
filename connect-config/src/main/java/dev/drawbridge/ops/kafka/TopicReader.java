package dev.drawbridge.ops.kafka;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.ops.ActionRequiredException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics, in no consumer group: what one holds now, or what is written from now on. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaAccess kafka;

    public TopicReader(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * A consumer of the committed records that {@code topics} get after this has returned. To be closed by the caller.
     *
     * @throws ActionRequiredException when the broker does not know one of them
     */
    public KafkaConsumer<byte[], byte[]> fromNow(Collection<String> topics) {
        KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed");
        try {
            standAtEnds(consumer, topics);
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static void standAtEnds(KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> partitions(consumer, topic).stream())
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // without being asked for it, a consumer seeks at the first poll only
    }

    /**
     * What the topic holds, from its beginning to the end it has when the reading begins: committed records alone, those of one
     * partition in order.
     *
     * @throws ActionRequiredException when the broker does not know the topic
     */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        read(topic, "read_committed", taker);
    }

    /** The same, with records of open and aborted transactions too. */
    public void readUncommitted(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        read(topic, "read_uncommitted", taker);
    }

    private void read(String topic, String isolation, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < requireNonNull(ends.get(partition)))) {
                consumer.poll(POLL).forEach(taker);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                kafka.demanding(Map.of("isolation.level", isolation, "allow.auto.create.topics", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A topic that is not there must not pass for an empty one. */
    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known.isEmpty()) {
            throw new ActionRequiredException(
                    "The broker knows no topic " + topic + ": create it, or correct its name or the broker's address.");
        }
        return known.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
