package dev.drawbridge.sink.config;

import static dev.drawbridge.sink.config.DocumentOptions.TOPIC_MAPPING_CONFIG;
import static dev.drawbridge.sink.config.DocumentOptions.UNIQUE_IDS_CONFIG;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What can be wrong between the mapping of topics to indices and the topics that the connector reads. */
final class TopicMappingChecks {

    private static final String TOPICS = "topics";
    private static final String TOPICS_REGEX = "topics.regex";

    private TopicMappingChecks() {}

    /** What is wrong, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        Map<String, String> indexByTopic;
        try {
            indexByTopic = TopicMapping.parse(list(properties.get(TOPIC_MAPPING_CONFIG)));
        } catch (ConfigException reportedByTheValidator) {
            return;
        }
        requireEachTopic(properties, indexByTopic, errors);
        requireUniqueIds(properties, indexByTopic, errors);
    }

    private static void requireEachTopic(
            Map<String, String> properties, Map<String, String> indexByTopic, Map<String, String> errors) {
        List<String> topics = list(properties.get(TOPICS));
        List<String> unmapped = topics.stream()
                .filter(topic -> !indexByTopic.containsKey(topic))
                .toList();
        if (!unmapped.isEmpty()) {
            TreeSet<String> strangers = new TreeSet<>(indexByTopic.keySet());
            topics.forEach(strangers::remove);
            errors.put(
                    TOPIC_MAPPING_CONFIG,
                    "add topic:index for " + String.join(", ", unmapped) + ", named in topics"
                            + beforeTransforms(strangers));
            return;
        }
        @Nullable Pattern regex = pattern(properties.get(TOPICS_REGEX));
        if (regex != null
                && indexByTopic.keySet().stream()
                        .noneMatch(topic -> regex.matcher(topic).matches())) {
            errors.put(
                    TOPIC_MAPPING_CONFIG,
                    "no topic in it matches topics.regex" + beforeTransforms(new TreeSet<>(indexByTopic.keySet())));
        }
    }

    private static String beforeTransforms(Set<String> strangers) {
        return strangers.isEmpty()
                ? ""
                : ", in place of " + String.join(", ", strangers)
                        + ": topics are named as they are in Kafka, before a transform such as RegexRouter renames them";
    }

    /** Versions of two topics have nothing to do with each other: the lower one would lose in silence. */
    private static void requireUniqueIds(
            Map<String, String> properties, Map<String, String> indexByTopic, Map<String, String> errors) {
        if ("true"
                .equalsIgnoreCase(
                        String.valueOf(properties.get(UNIQUE_IDS_CONFIG)).strip())) {
            return;
        }
        Map<String, TreeSet<String>> topicsByIndex = new TreeMap<>();
        indexByTopic.forEach((topic, index) ->
                topicsByIndex.computeIfAbsent(index, first -> new TreeSet<>()).add(topic));
        topicsByIndex.forEach((index, topics) -> {
            if (topics.size() > 1) {
                String error = "index " + index + " has the documents of " + String.join(" and ", topics)
                        + ": where two have the same id, the one with the lower version is lost. Give each topic an index of"
                        + " its own, or set " + UNIQUE_IDS_CONFIG + "=true if no id occurs in more than one of them";
                errors.putIfAbsent(TOPIC_MAPPING_CONFIG, error);
                errors.putIfAbsent(UNIQUE_IDS_CONFIG, error);
            }
        });
    }

    private static @Nullable Pattern pattern(@Nullable String regex) {
        try {
            return regex == null || regex.isBlank() ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException reportedByConnect) {
            return null;
        }
    }

    private static List<String> list(@Nullable String value) {
        return value == null || value.isBlank()
                ? List.of()
                : Arrays.asList(value.trim().split("\\s*,\\s*", -1));
    }
}
