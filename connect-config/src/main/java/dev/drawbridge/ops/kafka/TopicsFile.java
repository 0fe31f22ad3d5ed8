package dev.drawbridge.ops.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Placeholders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/**
 * Topics as files: {@code topic → partitions, replication and config}. They are created before any connector runs, because the
 * broker and the worker create none by themselves and a sink does not notice a new topic for minutes. A topic created otherwise,
 * as with the broker's defaults, may forget aggregates and erasures without a word, so it is refused; so is one replica that no file
 * asks for, which is lost with one disk.
 */
public final class TopicsFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS = Set.of("partitions", "replication", "config");

    private final Path file;
    private final List<NewTopic> topics;

    private TopicsFile(Path file, List<NewTopic> topics) {
        this.file = file;
        this.topics = topics;
    }

    /**
     * @param environment fills the placeholders of {@code replication}, which differs between places
     * @throws ActionRequiredException when the file is missing or not of this shape
     */
    public static TopicsFile read(Path file, Placeholders environment) {
        List<NewTopic> topics = new ArrayList<>();
        try {
            JSON.readTree(ConnectorFile.text(file))
                    .properties()
                    .forEach(entry -> topics.add(topic(
                            file + ", topic " + entry.getKey() + ",", entry.getKey(), entry.getValue(), environment)));
        } catch (JsonProcessingException e) {
            throw new ActionRequiredException(file + " is not JSON: " + e.getOriginalMessage() + ".");
        }
        return new TopicsFile(file, topics);
    }

    /** The same, of a folder that need not have such a file. */
    public static Optional<TopicsFile> find(Path file, Placeholders environment) {
        return Files.exists(file) ? Optional.of(read(file, environment)) : Optional.empty();
    }

    private static NewTopic topic(String where, String name, JsonNode definition, Placeholders environment) {
        definition.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new ActionRequiredException(
                        where + " has an unknown key '" + key + "': a topic has partitions, replication and config.");
            }
        });
        Map<String, String> config = new HashMap<>();
        definition
                .path("config")
                .properties()
                .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
        Optional<Integer> partitions = number(where + " partitions", definition, "partitions", environment);
        Optional<Short> replication = number(where + " replication", definition, "replication", environment)
                .map(Integer::shortValue);
        return new NewTopic(name, Optional.of(partitions.orElse(1)), replication).configs(config);
    }

    private static Optional<Integer> number(String where, JsonNode definition, String key, Placeholders environment) {
        if (!definition.has(key)) {
            return Optional.empty();
        }
        String value = environment.fill(definition.get(key).asText(), where);
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new ActionRequiredException(where + " is not a number from 1 to 9999; correct it.");
        }
        return Optional.of(Integer.valueOf(value));
    }

    /**
     * Creates the topics of files that are missing and leaves those that exist as they are; returns the names created.
     *
     * @param kafkaConfigs how kafka-configs.sh is called for this cluster, with {@code --bootstrap-server}: for what a refusal says
     * @throws ActionRequiredException when one that exists has other partitions, replicas or settings than its file says, one that is
     *     missing would get a single replica that the file does not ask for, or two files differ about one: nothing of any file is
     *     created then
     */
    public static Set<String> createMissing(List<TopicsFile> files, Admin admin, String kafkaConfigs)
            throws InterruptedException, ExecutionException {
        demandThatTheyAgree(files);
        Map<String, NewTopic> missing = new TreeMap<>();
        for (TopicsFile file : files) {
            file.missing(admin, kafkaConfigs).forEach(topic -> missing.put(topic.name(), topic));
        }
        admin.createTopics(missing.values()).all().get();
        return missing.keySet();
    }

    /** A topic may be in several files, as that of quarantined events. */
    static void demandThatTheyAgree(List<TopicsFile> files) {
        Map<String, NewTopic> known = new HashMap<>();
        Map<String, Path> origins = new HashMap<>();
        for (TopicsFile each : files) {
            for (NewTopic topic : each.topics) {
                NewTopic other = known.putIfAbsent(topic.name(), topic);
                Path origin = origins.putIfAbsent(topic.name(), each.file);
                if (other != null && !other.equals(topic)) {
                    throw new ActionRequiredException("Topic " + topic.name() + " is not the same in " + origin
                            + " and in " + each.file + ": make them equal. Nothing was created or changed.");
                }
            }
        }
    }

    private List<NewTopic> missing(Admin admin, String kafkaConfigs) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>(topics);
        missing.removeIf(topic -> existing.contains(topic.name()));
        List<NewTopic> present = new ArrayList<>(topics);
        present.removeAll(missing);
        demandThatTheyAreAsTheFileSays(present, admin, kafkaConfigs);
        demandThatTheyCanBeCreated(missing, admin);
        return missing;
    }

    /** Asks the cluster without creating anything; it answers with its own default where a topic names no replication. */
    private void demandThatTheyCanBeCreated(List<NewTopic> missing, Admin admin)
            throws InterruptedException, ExecutionException {
        CreateTopicsResult trial = admin.createTopics(missing, new CreateTopicsOptions().validateOnly(true));
        for (NewTopic topic : missing) {
            try {
                if (trial.replicationFactor(topic.name()).get() == 1 && !TopicDifferences.namesReplication(topic)) {
                    throw new ActionRequiredException("Topic " + topic.name()
                            + " would have one replica, the cluster's default, and be lost with one disk: write \"replication\": 3"
                            + " for it into " + file + ", or 1 if one is meant. Nothing was created or changed.");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InvalidReplicationFactorException) {
                    throw new ActionRequiredException(
                            "Topic " + topic.name() + " cannot have " + topic.replicationFactor()
                                    + " replicas, the cluster has too few brokers: write a smaller \"replication\" for it into "
                                    + file + ", or start more brokers. Nothing was created or changed.");
                }
                throw e;
            }
        }
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
                                                .partitions(),
                                        requireNonNull(configs.get(resource(topic.name()))))
                                .stream())
                .toList();
        if (!differences.isEmpty()) {
            throw new ActionRequiredException(String.join("\n", differences) + "\nOr write what it should have into "
                    + file + ". Nothing was created or changed.");
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
