package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.ElasticsearchSinkConfigTest;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.IngestPipelines;
import dev.drawbridge.sink.elastic.ScriptedElasticsearch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetIndicesTest {

    private final ScriptedElasticsearch server = new ScriptedElasticsearch();
    private final Elasticsearch elasticsearch = new Elasticsearch(server.connection());

    TargetIndicesTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        elasticsearch.close();
        server.close();
    }

    @Test
    void asksOnlyOnce() {
        server.indices.add("orders-000001");
        TargetIndices targets = new TargetIndices(List.of("orders-000001"), Optional.empty(), true);
        targets.check(elasticsearch);
        targets.check(elasticsearch);
        assertThat(server.others).hasSize(5);
    }

    /** As a real 8.19 answers for one: it exists, is no alias, and its settings come by the name of its backing index. */
    @Test
    void refusesADataStreamAtValidationAndAtTheStartOfTheTask() {
        server.dataStreams.add("orders-000001");
        TargetIndices targets = new TargetIndices(List.of("orders-000001"), Optional.empty(), true);
        assertThatThrownBy(() -> targets.check(elasticsearch))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("orders-000001 is a data stream")
                .hasMessageContaining("topic.to.external.resource.mapping");
        assertThat(ClusterCheck.problems(new ElasticsearchSinkConfig(
                        ElasticsearchSinkConfigTest.with(Map.of("connection.url", server.url())))))
                .containsOnlyKeys("topic.to.external.resource.mapping")
                .allSatisfy((option, problem) -> assertThat(problem).contains("data stream", "concrete index"));
    }

    @Test
    void findsAnIngestPipelineThatDoesNotExist() {
        server.indices.add("orders-000001");
        IngestPipelines pipelines = new IngestPipelines(elasticsearch, "orders-000001");
        assertThat(pipelines.problem()).isEmpty();
        server.pipeline = "not there";
        assertThat(pipelines.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("index.default_pipeline=not there", "create it"));
    }

    /** The server answers everything but HEAD and bulks with 404. */
    @Test
    void saysSoWhenAnIndexIsRefused() {
        TargetIndices targets = new TargetIndices(List.of("orders-000001"), Optional.of("{}"), true);
        assertThatThrownBy(() -> targets.check(elasticsearch))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Cannot create index orders-000001 from index.definition")
                .hasMessageContaining("404");
    }

    /** An index that a bulk has made anew maps whatever it meets. */
    @Test
    void refusesAnIndexThatMapsByItselfUnlessChecksOnlyWarn() {
        server.indices.add("orders-000001");
        server.mapping = "{\"properties\":{\"orderId\":{\"type\":\"text\"}}}";
        assertThatThrownBy(
                        () -> new TargetIndices(List.of("orders-000001"), Optional.empty(), true).check(elasticsearch))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Index orders-000001 maps new fields by itself in its top level");
        new TargetIndices(List.of("orders-000001"), Optional.empty(), false).check(elasticsearch);
    }
}
