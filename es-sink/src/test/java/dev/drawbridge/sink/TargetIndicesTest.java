package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.ScriptedElasticsearch;
import java.io.IOException;
import java.util.List;
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
        assertThat(server.others).hasSize(4);
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
