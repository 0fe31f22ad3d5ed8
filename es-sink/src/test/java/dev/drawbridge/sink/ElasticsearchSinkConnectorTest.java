package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.ElasticsearchSinkConfigTest;
import dev.drawbridge.sink.elastic.ScriptedElasticsearch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class ElasticsearchSinkConnectorTest {

    private final ElasticsearchSinkConnector connector = new ElasticsearchSinkConnector();

    @Test
    void isDiscoverable() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .hasAtLeastOneElementOfType(ElasticsearchSinkConnector.class);
    }

    @Test
    void givesEachTaskItsOwnId() {
        connector.start(ElasticsearchSinkConfigTest.MINIMAL);
        List<Map<String, String>> tasks = connector.taskConfigs(2);
        assertThat(tasks).extracting(task -> task.get("task.id")).containsExactly("0", "1");
        assertThat(tasks).allMatch(task -> task.entrySet().containsAll(ElasticsearchSinkConfigTest.MINIMAL.entrySet()));
        assertThat(connector.taskClass()).isEqualTo(ElasticsearchSinkTask.class);
    }

    @Test
    void letsOffsetsBeMovedBackAndResetButNotPastWhatTheIndexHasSeen() throws IOException {
        TopicPartition partition = new TopicPartition(Records.TOPIC, 0);
        Map<TopicPartition, Long> reset = new HashMap<>();
        reset.put(partition, null);
        Map<String, String> away;
        try (ScriptedElasticsearch server = new ScriptedElasticsearch()) {
            server.indices.add(Records.INDEX);
            Map<String, String> config = ElasticsearchSinkConfigTest.with(Map.of("connection.url", server.url()));
            assertThat(connector.alterOffsets(config, Map.of(partition, 1_000_000L)))
                    .isTrue();
            assertThat(connector.alterOffsets(config, Map.of(new TopicPartition("other", 0), 1_000_001L)))
                    .isTrue();
            assertThat(connector.alterOffsets(config, reset)).isTrue();
            assertThatThrownBy(() -> connector.alterOffsets(config, Map.of(partition, 1_000_001L)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("has seen it only up to 1000000");
            server.checkpoints = false;
            assertThatThrownBy(() -> connector.alterOffsets(config, Map.of(partition, 1L)))
                    .hasMessageContaining("has seen nothing of it, and is filled from the beginning");
            away = config;
        }
        assertThatThrownBy(() -> connector.alterOffsets(away, Map.of(partition, 1L)))
                .hasMessageContaining("Cannot tell whether")
                .hasMessageContaining("Try again once Elasticsearch answers");
        assertThat(connector.alterOffsets(away, reset)).isTrue();
    }

    @Test
    void hasAVersion() {
        assertThat(connector.version()).isNotBlank().isEqualTo(new ElasticsearchSinkTask().version());
    }

    /** The first bad record would stop the task, and its message would not say why it was not reported. */
    @Test
    void refusesToReportToNowhere() {
        assertThat(errors(Map.of()))
                .singleElement()
                .asString()
                .contains("set errors.tolerance=all and errors.deadletterqueue.topic.name too");
        assertThat(errors(Map.of("errors.deadletterqueue.topic.name", "dead"))).hasSize(1);
        assertThat(errors(Map.of("errors.deadletterqueue.topic.name", "dead", "errors.tolerance", "all")))
                .isEmpty();
    }

    /** As JSON has it; Connect hands it over as it is. */
    @Test
    void anOptionThatIsNullIsFoundWhicheverItIs() {
        for (String option : ElasticsearchSinkConfig.CONFIG_DEF.names()) {
            assertThat(findings(option))
                    .as(option)
                    .contains(option + " is null; give it a value, or leave it out for" + " its default");
        }
        for (String option : List.of("topics", "errors.tolerance", "transforms", "write.method", "name")) {
            assertThat(findings(option)).as(option).hasSize(1);
        }
        Map<String, String> config = new HashMap<>(ElasticsearchSinkConfigTest.MINIMAL);
        config.put("max.retries", null);
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("max.retries");
    }

    private List<String> findings(String option) {
        Map<String, String> config = new HashMap<>(ElasticsearchSinkConfigTest.MINIMAL);
        config.put(option, null);
        return connector.validate(config).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
    }

    /** Connect's calls that create or change a connector show the texts alone. */
    @Test
    void eachFindingNamesItsOption() {
        Map<String, String> wrong = new HashMap<>(ElasticsearchSinkConfigTest.MINIMAL);
        wrong.putAll(Map.of(
                "topics", "orders.public.v1,other",
                "connection.username", "sink",
                "write.method", "upsert",
                "behavior.on.malformed.documents", "report",
                "external.version.source", "field",
                "errors.tolerance", "all",
                "index.definition", "{}",
                "linger.ms", "-1",
                "transforms", "t",
                "transforms.t.type", "ValueToKey"));
        assertThat(connector.validate(wrong).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty()))
                .hasSizeGreaterThan(10)
                .allSatisfy(value -> assertThat(value.errorMessages())
                        .allSatisfy(text -> assertThat(text).contains(value.name())));
    }

    private List<String> errors(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(ElasticsearchSinkConfigTest.MINIMAL);
        config.put("behavior.on.malformed.documents", "report");
        config.putAll(more);
        return connector.validate(config).configValues().stream()
                .filter(value -> value.name().equals("behavior.on.malformed.documents"))
                .flatMap(value -> value.errorMessages().stream())
                .toList();
    }
}
