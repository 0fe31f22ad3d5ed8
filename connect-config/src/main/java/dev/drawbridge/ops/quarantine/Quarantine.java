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
     * Retries entries of one aggregate type, topic by topic; see {@link QuarantineRetry#retry}.
     *
     * @param report gets what came of it, also where no deployed connector publishes events of this type
     */
    public void retry(String aggregatetype, List<Entry> chosen, HttpAccess writeService, RetryReport report)
            throws InterruptedException {
        for (QuarantineTopic topic : topics) {
            report.add(aggregatetype, () -> {
                List<Entry> own = new ArrayList<>(topic.entries());
                own.retainAll(chosen);
                return own.isEmpty() ? QuarantineRetry.Outcome.NONE : retry(topic, aggregatetype, own, writeService);
            });
        }
    }

    private QuarantineRetry.Outcome retry(
            QuarantineTopic topic, String aggregatetype, List<Entry> chosen, HttpAccess writeService)
            throws IOException, InterruptedException {
        List<String> publicTopics = PublishingConnector.publicTopics(connectors, topic.name(), aggregatetype);
        return new QuarantineRetry(kafka, topic, new RepublishApi(writeService), aggregatetype, publicTopics)
                .retry(chosen);
    }
}
