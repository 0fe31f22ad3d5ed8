package dev.drawbridge.ops.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicDifferencesTest {
    private static final ConfigEntry FILE_DELETE_DELAY = new ConfigEntry("file.delete.delay.ms", "60000");

    @Test
    void aTopicAsItsFileSaysHasNone() {
        assertThat(differences(Map.of("cleanup.policy", "compact,delete", "retention.ms", "1"), 3, "delete, compact"))
                .isEmpty();
    }

    @Test
    void aTopicMadeWithTheDefaultsIsToldWithWhatMendsIt() {
        assertThat(differences(Map.of("cleanup.policy", "compact", "retention.ms", "2"), 1, "delete"))
                .satisfiesExactly(
                        partitions -> assertThat(partitions)
                                .startsWith("Topic t has 1 partition, expected 3. ")
                                .contains("cannot become fewer", "move keys", "created again"),
                        policy -> assertThat(policy)
                                .isEqualTo("Topic t has cleanup.policy=delete, expected compact: kafka-configs.sh"
                                        + " --alter --entity-type topics --entity-name t --add-config"
                                        + " cleanup.policy=compact"),
                        retention -> assertThat(retention).startsWith("Topic t has retention.ms=1, expected 2: "));
    }

    @Test
    void aListIsWrittenAsKafkasToolTakesIt() {
        assertThat(differences(Map.of("cleanup.policy", "compact,delete"), 3, "compact"))
                .singleElement()
                .asString()
                .endsWith("cleanup.policy=[compact,delete]");
    }

    @Test
    void aSettingThatTheBrokerDoesNotTellIsADifference() {
        assertThat(differences(Map.of("max.compaction.lag.ms", "5"), 3, "compact"))
                .singleElement()
                .asString()
                .contains("max.compaction.lag.ms=null, expected 5");
    }

    @Test
    void anotherNumberOfReplicasIsADifference() {
        assertThat(replicas(Optional.of((short) 3), 1))
                .singleElement()
                .asString()
                .contains("has 1 replica, expected 3", "kafka-reassign-partitions.sh");
        assertThat(replicas(Optional.of((short) 1), 1)).isEmpty();
    }

    @Test
    void oneReplicaThatNobodyAskedForIsADifference() {
        assertThat(replicas(Optional.empty(), 1)).singleElement().asString().contains("one disk", "\"replication\"");
        assertThat(replicas(Optional.empty(), 2)).isEmpty();
    }

    private static List<String> replicas(Optional<Short> wanted, int found) {
        return new TopicDifferences(new NewTopic("t", Optional.of(1), wanted).configs(Map.of()), "kafka-configs.sh")
                .from(partitions(1, found), new Config(List.of()));
    }

    private static List<String> differences(Map<String, String> wanted, int partitions, String policy) {
        Config effective = new Config(List.of(
                FILE_DELETE_DELAY, new ConfigEntry("cleanup.policy", policy), new ConfigEntry("retention.ms", "1")));
        NewTopic topic = new NewTopic("t", Optional.of(3), Optional.empty()).configs(wanted);
        return new TopicDifferences(topic, "kafka-configs.sh").from(partitions(partitions, 2), effective);
    }

    private static List<TopicPartitionInfo> partitions(int partitions, int replicas) {
        List<Node> nodes = IntStream.range(0, replicas)
                .mapToObj(id -> new Node(id, "localhost", 9092))
                .toList();
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartitionInfo(partition, nodes.get(0), nodes, nodes))
                .toList();
    }
}
