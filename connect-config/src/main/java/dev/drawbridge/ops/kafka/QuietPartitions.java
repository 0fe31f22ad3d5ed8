package dev.drawbridge.ops.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Partitions of compacted topics in which an erasure may not have reached the disk: Kafka never compacts the newest segment of a
 * partition, and begins another only when a record is appended, whatever {@code segment.ms} and {@code max.compaction.lag.ms} say.
 */
public final class QuietPartitions {
    private QuietPartitions() {}

    /**
     * One finding for each topic that is compacted within a limit of time and has such partitions, with the remedy.
     *
     * @throws ExecutionException when Kafka does not answer, or a topic does not exist
     */
    public static List<String> of(Admin admin, List<String> topics, Instant now)
            throws InterruptedException, ExecutionException {
        List<String> findings = new ArrayList<>();
        for (String topic : topics) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            if (value(config, "cleanup.policy").contains("compact")) {
                long lag = Long.parseLong(value(config, "max.compaction.lag.ms"));
                findings.addAll(findings(topic, newestRecords(admin, topic), lag, now));
            }
        }
        return findings;
    }

    /** @param newest the time of the newest record by partition, in milliseconds; negative where there is none */
    static List<String> findings(String topic, Map<Integer, Long> newest, long lagMillis, Instant now) {
        TreeSet<Integer> quiet = new TreeSet<>();
        newest.forEach((partition, time) -> {
            if (time >= 0 && now.toEpochMilli() - time > lagMillis) {
                quiet.add(partition);
            }
        });
        if (quiet.isEmpty()) {
            return List.of();
        }
        return List.of("Topic " + topic + ": nothing came to partitions " + quiet
                + " for longer than max.compaction.lag.ms=" + lagMillis
                + ", so what was erased before may still be in their newest segments. Publish an aggregate of each again, any:"
                + " the next segment begins with it.");
    }

    private static Map<Integer, Long> newestRecords(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        TopicDescription description = requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        description
                .partitions()
                .forEach(partition ->
                        asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.maxTimestamp()));
        Map<Integer, Long> newest = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, record) -> newest.put(partition.partition(), record.timestamp()));
        return newest;
    }

    private static String value(Config config, String setting) {
        ConfigEntry entry = config.get(setting);
        String value = entry == null ? null : entry.value();
        return value == null ? "" : value;
    }
}
