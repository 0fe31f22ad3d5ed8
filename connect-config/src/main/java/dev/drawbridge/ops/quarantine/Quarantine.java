package dev.drawbridge.ops.quarantine;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.republish.RepublishApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What is quarantined in an environment, in the topics of all source connectors that are deployed there. Used by one thread. */
public final class Quarantine {
    private final KafkaAccess kafka;
    private final List<PublishingConnector> connectors;
    private final List<QuarantineTopic> topics;

    private Quarantine(KafkaAccess kafka, List<PublishingConnector> connectors, List<QuarantineTopic> topics) {
        this.kafka = kafka;
        this.connectors = connectors;
        this.topics = topics;
    }

    /**
     * Of what is deployed.
     *
     * @param deployed the configurations of all connectors by name
     * @throws IOException when Kafka does not list its topics
     */
    public static Quarantine of(KafkaAccess kafka, Map<String, Map<String, String>> deployed)
            throws IOException, InterruptedException {
        List<PublishingConnector> connectors = PublishingConnector.of(deployed);
        if (connectors.isEmpty()) {
            throw new ActionRequiredException(
                    "No source connector with PublishEvent and an inline contract is deployed. Apply one first.");
        }
        try (Admin admin = kafka.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<QuarantineTopic> topics = connectors.stream()
                    .map(PublishingConnector::quarantineTopic)
                    .distinct()
                    .filter(existing::contains)
                    .map(name -> new QuarantineTopic(kafka, name))
                    .toList();
            return new Quarantine(kafka, connectors, topics);
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not list its topics: " + e.getCause(), e);
        }
    }

    /** Those not settled, topic by topic, the oldest first. */
    public List<Entry> entries() {
        return topics.stream().flatMap(topic -> topic.entries().stream()).toList();
    }

    /** Lists these no more. */
    public void settle(List<Entry> entries) throws InterruptedException {
        for (QuarantineTopic topic : topics) {
            List<Entry> own = topic.entries();
            topic.settle(entries.stream().filter(own::contains).map(Entry::key).toList());
        }
    }

    /**
     * Retries entries of one aggregate type; see {@link QuarantineRetry#retry}.
     *
     * @throws ActionRequiredException when no deployed connector publishes events of this type
     */
    public QuarantineRetry.Outcome retry(String aggregatetype, List<Entry> chosen, HttpAccess writeService)
            throws IOException, InterruptedException {
        List<Entry> settled = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (QuarantineTopic topic : topics) {
            List<Entry> own = new ArrayList<>(topic.entries());
            own.retainAll(chosen);
            if (!own.isEmpty()) {
                QuarantineRetry.Outcome outcome = new QuarantineRetry(
                                kafka,
                                topic,
                                new RepublishApi(writeService),
                                aggregatetype,
                                PublishingConnector.publicTopics(connectors, topic.name(), aggregatetype))
                        .retry(own);
                settled.addAll(outcome.settled());
                missing.addAll(outcome.missing());
            }
        }
        return new QuarantineRetry.Outcome(settled, missing);
    }
}
