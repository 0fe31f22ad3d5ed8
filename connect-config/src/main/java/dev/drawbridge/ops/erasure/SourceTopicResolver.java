package dev.drawbridge.ops.erasure;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The one topic that an index is fed from, whose keys are the document ids byte by byte: only of such a topic can a plain
 * reader say which documents it may still bring back. Immutable.
 */
public record SourceTopicResolver(String topic, String index) {
    private static final String MAPPING = "topic.to.external.resource.mapping";

    /**
     * Looks through the connectors of a worker for those that write to {@code index}.
     *
     * @param connectors what is deployed, not what a file says: the configuration of each connector by its name
     * @throws ActionRequiredException naming connector and option, when there is no such connector, when there are several topics, or
     *     when the ids of one may differ from the keys in its topic
     */
    public static SourceTopicResolver of(String index, Map<String, Map<String, String>> connectors) {
        SortedSet<String> topics = new TreeSet<>();
        connectors.forEach((connector, config) -> {
            SortedSet<String> own = topics(index, connector, config);
            if (!own.isEmpty()) {
                KeyEqualsDocumentId.require(connector, config);
            }
            topics.addAll(own);
        });
        if (topics.isEmpty()) {
            throw new ActionRequiredException("No connector writes to index " + index + " (" + MAPPING
                    + "), so no topic says which erasure markers may go: deploy its sink first.");
        }
        if (topics.size() > 1) {
            throw new ActionRequiredException("Several topics feed index " + index + " (" + MAPPING + "): "
                    + String.join(", ", topics)
                    + ". Erasure markers are purged by one topic alone: keep them, or give each topic an"
                    + " index of its own.");
        }
        return new SourceTopicResolver(topics.first(), index);
    }

    private static SortedSet<String> topics(String index, String connector, Map<String, String> config) {
        SortedSet<String> topics = new TreeSet<>();
        String mapping = config.getOrDefault(MAPPING, "");
        if (mapping.contains("${")) {
            throw new ActionRequiredException("Connector '" + connector + "': " + MAPPING
                    + " is a reference, which is not resolved here: write topic:index there, or keep the markers.");
        }
        for (String pair : mapping.split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0 && pair.substring(colon + 1).trim().equals(index)) {
                topics.add(pair.substring(0, colon).trim());
            }
        }
        return topics;
    }
}
