package dev.drawbridge.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Topics as files: {@code topic → partitions and config}. They are created before any connector runs, because the
 * broker and the worker create none by themselves and a sink does not notice a new topic for minutes. One made otherwise,
 * as with the broker's defaults, may forget orders and erasures without a word, so it is refused.
 */
public final class TopicsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<NewTopic> topics;

    private TopicsFile(Path file, List<NewTopic> topics) {
        this.file = file;
        this.topics = topics;
    }

    /** @throws ConfigFileException when the file is missing or not of this shape */
    public static TopicsFile read(Path file) {
        List<NewTopic> topics = new ArrayList<>();
        try {
            JSON.readTree(ConnectorFile.text(file))
                    .properties()
                    .forEach(entry -> topics.add(topic(entry.getKey(), entry.getValue())));
        } catch (JsonProcessingException e) {
            throw new ConfigFileException(file + " is not JSON: " + e.getOriginalMessage() + ".");
        }
        return new TopicsFile(file, topics);
    }

    private static NewTopic topic(String name, JsonNode definition) {
        Map<String, String> config = new HashMap<>();
        definition
                .path("config")
                .properties()
                .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
        Optional<Integer> partitions = Optional.of(definition.path("partitions").asInt(1));
        return new NewTopic(name, partitions, Optional.empty()).configs(config);
    }

    /**
     * Creates the topics that are missing and leaves those that exist as they are; returns the names created.
     *
     * @param kafkaConfigs how kafka-configs.sh is called for this cluster, with {@code --bootstrap-server}: for what a refusal says
     * @throws ConfigFileException when one that exists has another number of partitions or another setting than the file says:
     *     nothing is created then
     */
    public Set<String> createMissing(Admin admin, String kafkaConfigs) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>(topics);
        missing.removeIf(topic -> existing.contains(topic.name()));
        List<NewTopic> present = new ArrayList<>(topics);
        present.removeAll(missing);
        demandThatTheyAreAsTheFileSays(present, admin, kafkaConfigs);
        admin.createTopics(missing).all().get();
        return Set.copyOf(missing.stream().map(NewTopic::name).toList());
    }

    private void demandThatTheyAreAsTheFileSays(List<NewTopic> present, Admin admin, String kafkaConfigs)
            throws InterruptedException, ExecutionException {
        List<String> names = present.stream().map(NewTopic::name).toList();
        Map<String, TopicDescription> described =
                admin.describeTopics(names).allTopicNames().get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(
                        names.stream().map(TopicsFile::resource).toList())
                .all()
                .get();
        List<String> differences = present.stream()
                .flatMap(topic -> new TopicDifferences(topic, kafkaConfigs)
                                .from(
                                        requireNonNull(described.get(topic.name()))
                                                .partitions()
                                                .size(),
                                        requireNonNull(configs.get(resource(topic.name()))))
                                .stream())
                .toList();
        if (!differences.isEmpty()) {
            throw new ConfigFileException(String.join("\n", differences) + "\nOr write what it should have into " + file
                    + ". Nothing was created or changed.");
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
