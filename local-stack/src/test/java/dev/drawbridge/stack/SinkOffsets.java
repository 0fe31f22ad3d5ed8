package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** How far a sink connector's consumer group has committed. */
final class SinkOffsets {
    private final Admin admin;
    private final String connector;

    SinkOffsets(Admin admin, String connector) {
        this.admin = admin;
        this.connector = connector;
    }

    /** The next offset of each partition. */
    Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    /** Waits until everything before {@code ends} is committed: it is indexed then, or reported. */
    void awaitCommitted(Map<TopicPartition, Long> ends, Duration patience) {
        await("offsets of " + connector)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Map<TopicPartition, Long> committed = committed();
                    return ends.entrySet().stream()
                            .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
                });
    }
}
