package dev.drawbridge.sink.config;

import static dev.drawbridge.sink.config.DocumentOptions.TOPIC_MAPPING_CONFIG;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Reads topic.to.external.resource.mapping: the index of each topic. */
final class TopicMapping {

    static final ConfigDef.Validator VALIDATOR = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                if (value instanceof List<?> pairs) {
                    parse(pairs.stream().map(String::valueOf).toList());
                }
            },
            () -> "list of topic:index");

    private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,254}");

    private TopicMapping() {}

    /** Whether an index may have {@code name}. */
    static boolean isIndexName(String name) {
        return INDEX.matcher(name).matches();
    }

    static Map<String, String> parse(List<String> pairs) {
        Map<String, String> indexByTopic = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            String topic = pair.substring(0, Math.max(colon, 0)).trim();
            String index = pair.substring(colon + 1).trim();
            if (topic.isEmpty() || !isIndexName(index)) {
                throw wrong("must read topic:index, with the index name in lower case, not " + pair);
            }
            if (indexByTopic.put(topic, index) != null) {
                throw wrong("topic " + topic + " is mapped twice");
            }
        }
        if (indexByTopic.isEmpty()) {
            throw wrong("add topic:index for each topic");
        }
        return indexByTopic;
    }

    private static ConfigException wrong(String why) {
        return new ConfigException(TOPIC_MAPPING_CONFIG + ": " + why);
    }
}
