package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
    void letsOffsetsBeAltered() {
        assertThat(connector.alterOffsets(Map.of(), Map.of())).isTrue();
    }

    @Test
    void hasAVersion() {
        assertThat(connector.version()).isNotBlank().isEqualTo(new ElasticsearchSinkTask().version());
    }

    /** The first bad record would stop the task, and its message would not say why it was not reported. */
    @Test
    void refusesToReportToNowhere() {
        assertThat(errors(Map.of()))
                .containsExactly("report needs a place: set errors.tolerance=all and"
                        + " errors.deadletterqueue.topic.name too");
        assertThat(errors(Map.of("errors.deadletterqueue.topic.name", "dead"))).hasSize(1);
        assertThat(errors(Map.of("errors.deadletterqueue.topic.name", "dead", "errors.tolerance", "all")))
                .isEmpty();
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
