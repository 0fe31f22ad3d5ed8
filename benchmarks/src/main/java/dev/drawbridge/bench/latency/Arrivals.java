package dev.drawbridge.bench.latency;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** When the first event of each key arrived in a topic, seen by a consumer of its own. */
final class Arrivals implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Long> nanos = new ConcurrentHashMap<>();
    private final Thread reader = new Thread(this::read, "arrivals");
    private final KafkaConsumer<String, String> consumer;
    private volatile boolean closed;

    Arrivals(String bootstrap, String topic, String isolation) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeks now, before the first command
        reader.start();
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(100))) {
                    nanos.putIfAbsent(event.key(), System.nanoTime());
                }
            }
        }
    }

    /** {@link System#nanoTime()} of the arrival; waits for one that is still on its way. */
    long await(String key) throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!nanos.containsKey(key)) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("No event of " + key + " within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(1);
        }
        return nanos.get(key);
    }

    @Override
    public void close() {
        closed = true;
    }
}
