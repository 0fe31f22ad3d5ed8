package dev.drawbridge.bench.source;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what arrives in a topic, with a consumer that reads committed and makes nothing of the bytes. */
final class BacklogReader implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final long TIMEOUT_NANOS = Duration.ofMinutes(2).toNanos();

    private final Map<String, Object> client;
    private final Admin admin;
    private final int expected;

    BacklogReader(String bootstrap, int expected) {
        this.client = Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                "read_committed",
                "fetch.min.bytes",
                100_000,
                "fetch.max.wait.ms",
                50,
                "max.poll.records",
                10_000);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.expected = expected;
    }

    void createTopics(String... names) throws Exception {
        admin.createTopics(Stream.of(names)
                        .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()))
                        .toList())
                .all()
                .get();
    }

    void deleteTopics(String... names) throws Exception {
        admin.deleteTopics(List.of(names)).all().get();
    }

    /** What was measured from the first batch seen to the last record. */
    record Throughput(double recordsPerSecond, double cpuMicrosPerRecord) {}

    /**
     * Reads a topic until all that is expected is there.
     *
     * @param cpuTime the processor time so far of the process whose share per record is wanted
     * @throws IOException if it takes more than two minutes
     */
    Throughput read(String topic, Supplier<Duration> cpuTime) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(topic, number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + TIMEOUT_NANOS;
            long begun = 0;
            Duration cpuBefore = Duration.ZERO;
            int first = 0;
            int seen = 0;
            while (seen < expected) {
                seen += consumer.poll(Duration.ofMillis(100)).count();
                if (first == 0 && seen > 0) {
                    first = seen;
                    begun = System.nanoTime();
                    cpuBefore = cpuTime.get();
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("Only " + seen + " of " + expected + " events have come to " + topic);
                }
            }
            int counted = expected - first;
            return new Throughput(
                    counted / ((System.nanoTime() - begun) / 1e9),
                    cpuTime.get().minus(cpuBefore).toNanos() / 1e3 / counted);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
