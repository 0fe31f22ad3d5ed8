package dev.drawbridge.ops.apply;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.IndexFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.TopicsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brings topics and indexes to what the files say; each step finds out by itself whether there is anything to do. Connectors are
 * {@link ConnectorRollout}'s. Thread-safe.
 */
public final class Deployment {
    private final DeploymentFiles files;

    public Deployment(DeploymentFiles files) {
        this.files = files;
    }

    /**
     * Creates the topics of all contexts and read models that are missing.
     *
     * @param kafkaConfigs how kafka-configs.sh is called for this cluster, with {@code --bootstrap-server}
     * @return the names of those that were created
     * @throws ActionRequiredException when one that exists is not as its file says, with the command that repairs it; nothing is
     *     created then
     */
    public Set<String> topics(KafkaAccess kafka, String kafkaConfigs) throws InterruptedException, IOException {
        List<TopicsFile> wanted = new ArrayList<>();
        for (Context context : files.contexts()) {
            TopicsFile.find(context.topics(), files.placeholders()).ifPresent(wanted::add);
        }
        for (ReadModel readModel : files.readModels()) {
            TopicsFile.find(readModel.topics(), readModel.placeholders()).ifPresent(wanted::add);
        }
        try (Admin admin = kafka.admin()) {
            return TopicsFile.createMissing(wanted, admin, kafkaConfigs);
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not create topics: " + e.getCause(), e);
        }
    }

    /** Creates the indexes of all read models, or corrects those settings that can be. */
    public void indexes(ElasticsearchClient elasticsearch) throws IOException {
        for (ReadModel readModel : files.readModels()) {
            IndexFile.read(readModel).apply(elasticsearch);
        }
    }

    /**
     * One finding for each topic that a connector names and that does not exist: Connect itself calls it RUNNING.
     *
     * @throws IOException when Kafka does not list its topics
     */
    public static List<String> missingTopics(KafkaAccess kafka, Map<String, Map<String, String>> connectors)
            throws InterruptedException, IOException {
        try (Admin admin = kafka.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<String> findings = new ArrayList<>();
            connectors.forEach((name, config) -> findings.addAll(ConnectorTopics.missing(name, config, existing)));
            return findings;
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not list its topics: " + e.getCause(), e);
        }
    }
}
