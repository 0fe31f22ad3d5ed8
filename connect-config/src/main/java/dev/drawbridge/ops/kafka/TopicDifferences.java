package dev.drawbridge.ops.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * In what a topic that exists differs from its definition: partitions, replicas, and the settings that the definition names, as
 * they are in effect, wherever they come from.
 *
 * @param kafkaConfigs how kafka-configs.sh is called for this cluster
 */
record TopicDifferences(NewTopic wanted, String kafkaConfigs) {

    /** One sentence or two for each difference: what was found, what was expected, and how to repair it. */
    List<String> from(List<TopicPartitionInfo> partitions, Config effective) {
        List<String> differences = new ArrayList<>();
        int replicas = partitions.stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (partitions.size() != wanted.numPartitions()) {
            differences.add("Topic " + wanted.name() + " has " + count(partitions.size()) + ", expected "
                    + wanted.numPartitions()
                    + ". They cannot become fewer, and more would move keys away from what is there: delete the topic, have it"
                    + " created again, and republish (docs/how-to/republish.md).");
        }
        if (namesReplication(wanted) ? replicas != wanted.replicationFactor() : replicas == 1) {
            differences.add("Topic " + wanted.name() + " has " + replicas + (replicas == 1 ? " replica" : " replicas")
                    + (namesReplication(wanted)
                            ? ", expected " + wanted.replicationFactor()
                            : ", which is lost with one disk, and \"replication\" does not ask for it")
                    + ": change its replicas with kafka-reassign-partitions.sh.");
        }
        new TreeMap<>(wanted.configs()).forEach((setting, value) -> {
            ConfigEntry entry = effective.get(setting);
            String found = entry == null ? null : entry.value();
            if (found == null || !same(setting, found, value)) {
                differences.add(
                        "Topic " + wanted.name() + " has " + setting + "=" + found + ", expected " + value + ": "
                                + kafkaConfigs + " --alter --entity-type topics --entity-name " + wanted.name()
                                + " --add-config "
                                + setting + "=" + (value.contains(",") ? "[" + value + "]" : value));
            }
        });
        return differences;
    }

    static boolean namesReplication(NewTopic topic) {
        return topic.replicationFactor() > 0;
    }

    private static String count(int partitions) {
        return partitions + (partitions == 1 ? " partition" : " partitions");
    }

    /** The order of policies means nothing. */
    private static boolean same(String setting, String found, String wanted) {
        return setting.equals("cleanup.policy") ? policies(found).equals(policies(wanted)) : found.equals(wanted);
    }

    private static Set<String> policies(String list) {
        return Set.copyOf(List.of(list.trim().split("\\s*,\\s*")));
    }
}
