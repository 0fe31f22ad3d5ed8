package dev.drawbridge.sink;

import static dev.drawbridge.sink.config.ElasticsearchSinkConfig.TASK_ID;

import dev.drawbridge.sink.config.DocumentOptionChecks;
import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.Findings;
import dev.drawbridge.sink.config.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Elasticsearch documents in step with versioned records. Each record is a whole document; a document only moves
 * forward, whatever is delivered twice, late or out of order. Used by one thread at a time.
 */
public final class ElasticsearchSinkConnector extends SinkConnector {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSinkConnector.class);

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return Version.CURRENT;
    }

    @Override
    public void start(Map<String, String> props) {
        properties = Map.copyOf(new ElasticsearchSinkConfig(props).originalsStrings());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ElasticsearchSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(TASK_ID, Integer.toString(task));
            tasks.add(config);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    @Override
    public ConfigDef config() {
        return ElasticsearchSinkConfig.CONFIG_DEF;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Map<String, String> nulls = Findings.ofNulls(connectorConfigs);
        Map<String, String> given = new HashMap<>(connectorConfigs);
        given.keySet().removeAll(nulls.keySet());
        Config config = super.validate(given);
        Findings.attach(nulls, config);
        Findings.attach(ElasticsearchSinkConfig.crossFieldErrors(given), config);
        Findings.attach(DocumentOptionChecks.deadLetterErrors(given), config);
        boolean sound = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound) {
            checkCluster(new ElasticsearchSinkConfig(given), config);
        }
        return config;
    }

    /** Only once all else is right, so that nobody waits for a cluster that was misspelt. */
    private static void checkCluster(ElasticsearchSinkConfig options, Config config) {
        Map<String, String> problems = ClusterCheck.problems(options);
        if (options.enforcesChecks()) {
            Findings.attach(problems, config);
        } else {
            problems.forEach((option, problem) -> LOG.warn("{}: {}", option, problem));
        }
    }

    /** Back and reset are allowed, as versions keep documents from going back; forward only to what the index has seen. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        OffsetChanges.check(connectorConfig, offsets);
        return true;
    }
}
