package dev.drawbridge.config;

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
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Topics as files: {@code topic → partitions and config}. They are created before any connector runs, because the
 * broker and the worker create none by themselves and a sink does not notice a new topic for minutes.
 */
public final class TopicsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<NewTopic> topics;

    private TopicsFile(List<NewTopic> topics) {
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
        return new TopicsFile(topics);
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

    /** Creates the topics that are missing and leaves those that exist as they are; returns the names created. */
    public Set<String> createMissing(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        admin.createTopics(missing).all().get();
        return Set.copyOf(missing.stream().map(NewTopic::name).toList());
    }
}
