package dev.drawbridge.ops.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topics that a connector's configuration names. Where brokers and workers create none by themselves, a connector whose
 * topic is missing waits: a source goes on as RUNNING until its producer gives up ({@code max.block.ms}), a sink for as long as
 * it runs.
 */
public final class ConnectorTopics {
    /** The option of a sink that names its topic for dead letters. */
    public static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MAPPED_TOPIC =
            Pattern.compile("(?m)^topic:[ \\t]*[\"']?([A-Za-z0-9._-]+)[\"']?[ \\t]*(?:#.*)?$");

    private final Map<String, String> config;
    private final SortedSet<String> topics = new TreeSet<>();

    private ConnectorTopics(Map<String, String> config) {
        this.config = config;
    }

    /** One finding for each topic of the connector that is not among the existing ones, with the remedy. */
    public static List<String> missing(String connector, Map<String, String> config, Set<String> existing) {
        return of(config).stream()
                .filter(topic -> !existing.contains(topic))
                .map(topic -> "Topic " + topic + " does not exist, and connector " + connector
                        + " waits for it: create it from its topics.json")
                .toList();
    }

    /** In the order of their names. Topics of a pattern, and of a mapping that is not inline, are not known here. */
    public static SortedSet<String> of(Map<String, String> config) {
        ConnectorTopics topics = new ConnectorTopics(config);
        topics.addList("topics");
        topics.addList(DEAD_LETTERS);
        topics.addHeartbeat();
        for (String alias : topics.value("transforms", "").split(",", -1)) {
            topics.addPublished("transforms." + alias.trim() + ".");
        }
        return topics.topics;
    }

    private void addList(String option) {
        for (String topic : value(option, "").split(",", -1)) {
            if (!topic.isBlank()) {
                topics.add(topic.trim());
            }
        }
    }

    /** Debezium's names; the interval is the outbox connector's default, in milliseconds. */
    private void addHeartbeat() {
        String prefix = value("topic.prefix", "");
        if (!prefix.isEmpty() && !value("heartbeat.interval.ms", "10000").equals("0")) {
            topics.add(value("topic.heartbeat.prefix", "__debezium-heartbeat") + "." + prefix);
        }
    }

    private void addPublished(String options) {
        if (!value(options + "type", "").endsWith(".PublishEvent")) {
            return;
        }
        bundle(value(options + "contract", "")).properties().forEach(file -> {
            Matcher topic = MAPPED_TOPIC.matcher(file.getValue().asText());
            if (file.getKey().matches(".*\\.ya?ml") && topic.find()) {
                topics.add(topic.group(1));
            }
        });
        if (value(options + "on.error", "fail").equals("quarantine")) {
            topics.add(value(options + "quarantine.topic", "drawbridge.quarantine"));
        }
    }

    private static JsonNode bundle(String contract) {
        try {
            return JSON.readTree(contract);
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // a file on the worker: only the worker can read it
        }
    }

    private String value(String option, String otherwise) {
        String value = config.get(option);
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}
