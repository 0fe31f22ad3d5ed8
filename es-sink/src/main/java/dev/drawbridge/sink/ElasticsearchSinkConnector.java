package dev.drawbridge.sink;

import static dev.drawbridge.sink.ElasticsearchSinkConfig.TASK_ID;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
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
        Config config = super.validate(connectorConfigs);
        attach(ElasticsearchSinkConfig.crossFieldErrors(connectorConfigs), config);
        attach(DocumentOptionChecks.deadLetterErrors(connectorConfigs), config);
        boolean sound = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound) {
            checkCluster(new ElasticsearchSinkConfig(connectorConfigs), config);
        }
        return config;
    }

    /** Only once all else is right, so that nobody waits for a cluster that was misspelt. */
    private static void checkCluster(ElasticsearchSinkConfig options, Config config) {
        Map<String, String> flaws = ClusterCheck.flaws(options);
        if (options.enforcesChecks()) {
            attach(flaws, config);
        } else {
            flaws.forEach((option, flaw) -> LOG.warn("{}: {}", option, flaw));
        }
    }

    /** An option that is not defined has no value yet. */
    private static void attach(Map<String, String> errors, Config config) {
        errors.forEach((option, error) -> config.configValues().stream()
                .filter(value -> value.name().equals(option))
                .findFirst()
                .orElseGet(() -> undefined(option, config))
                .addErrorMessage(error));
    }

    private static ConfigValue undefined(String option, Config config) {
        ConfigValue value = new ConfigValue(option);
        config.configValues().add(value);
        return value;
    }

    /** Any offset may be chosen: versions keep documents from going back. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        return true;
    }
}
