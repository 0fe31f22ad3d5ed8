package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.OffsetAlteration;
import io.debezium.connector.postgresql.PostgresConnector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;

/**
 * Debezium's PostgreSQL connector for an outbox: the same options, safe defaults, and a configuration that could let
 * an internal change event reach Kafka is refused.
 *
 * <p>Thread-safety: as Connect requires of a connector, called by one thread at a time.
 */
public final class OutboxSourceConnector extends PostgresConnector {

    @Override
    public Class<? extends Task> taskClass() {
        return OutboxSourceTask.class;
    }

    /** Debezium's own validation, plus {@link ConnectorConfigGuard}; each finding stands on the option to correct, and names it. */
    @Override
    public Config validate(Map<String, String> config) {
        Config validated = super.validate(OutboxDefaults.under(config));
        Map<String, ConfigValue> values = new HashMap<>();
        validated.configValues().forEach(value -> values.put(value.name(), value));
        ConnectorConfigGuard.findings(config).forEach((key, finding) -> values.computeIfAbsent(key, ConfigValue::new)
                .addErrorMessage(finding));
        List<ConfigValue> named = new ArrayList<>();
        values.values().forEach(value -> named.add(naming(value)));
        return new Config(named);
    }

    /** A copy whose messages name the option; Connect may add messages of its own. */
    private static ConfigValue naming(ConfigValue value) {
        List<String> messages = new ArrayList<>(value.errorMessages());
        messages.replaceAll(text -> ConnectorConfigGuard.naming(value.name(), text));
        ConfigValue named = new ConfigValue(value.name(), value.value(), value.recommendedValues(), messages);
        named.visible(value.visible());
        return named;
    }

    /** @throws ConnectException when the configuration could publish anything but public events */
    @Override
    public void start(Map<String, String> config) {
        Map<String, String> findings = ConnectorConfigGuard.findings(config);
        if (!findings.isEmpty()) {
            throw new ConnectException(String.join(" ", findings.values()));
        }
        super.start(OutboxDefaults.under(config));
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return super.taskConfigs(1);
    }

    /**
     * Refuses offsets that the slot cannot serve; a reset is always allowed.
     *
     * @throws ConnectException naming what is wrong and what to do
     */
    @Override
    public boolean alterOffsets(Map<String, String> config, Map<Map<String, ?>, Map<String, ?>> offsets) {
        new OffsetAlteration(OutboxDefaults.under(config)).check(offsets);
        return true;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> config) {
        return super.exactlyOnceSupport(OutboxDefaults.under(config));
    }
}
