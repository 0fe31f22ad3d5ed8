package dev.drawbridge.ops.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorTopicsTest {
    private static final Placeholders ENVIRONMENT = Placeholders.of(Map.of(
            "postgres.host", "h",
            "postgres.port", "1",
            "postgres.database", "d",
            "elasticsearch.url", "http://e",
            "kafka.replication", "1",
            "secrets.file", "/s"));

    @Test
    void aSourceWritesToItsPublicAndItsHeartbeatTopic() {
        ConnectorFile source = ConnectorFile.read(Path.of("contexts/orders/source.json"), ENVIRONMENT);
        assertThat(ConnectorTopics.of(source.config()))
                .containsExactly("__debezium-heartbeat.orders", "orders.public.v1");
        assertThat(ConnectorTopics.of(source.with(Map.of("transforms.publish.on.error", "quarantine"))
                        .config()))
                .contains("drawbridge.quarantine");
        assertThat(ConnectorTopics.of(source.with(Map.of(
                                "heartbeat.interval.ms", "0",
                                "transforms.publish.contract", "/etc/drawbridge/orders"))
                        .config()))
                .as("no heartbeats; a mapping that only the worker can read")
                .isEmpty();
    }

    @Test
    void aSinkReadsItsTopicsAndWritesDeadLetters() {
        ConnectorFile sink = new ReadModel("orders", Path.of("readmodels/orders"), ENVIRONMENT).sink();
        assertThat(ConnectorTopics.of(sink.with(Map.of("topics", "a, b")).config()))
                .containsExactly("a", "b", "order-search.dead-letters");
    }

    @Test
    void aTopicOfTheMappingIsFoundBesideQuotesAndComments() {
        assertThat(
                        ConnectorTopics.of(
                                Map.of(
                                        "transforms", "other, publish",
                                        "transforms.other.type", "com.example.Other",
                                        "transforms.publish.type", "dev.drawbridge.transforms.PublishEvent",
                                        "transforms.publish.contract",
                                                "{\"m.yaml\": \"context: x\\ntopic: 'parcels.public.v1'  # public\\n\", \"s.json\": \"topic: no\"}")))
                .containsExactly("parcels.public.v1");
    }

    @Test
    void theMissingOnesAreNamedWithTheirConnector() {
        assertThat(ConnectorTopics.missing("search", Map.of("topics", "a,b"), Set.of("a")))
                .singleElement()
                .asString()
                .contains("Topic b does not exist", "connector search", "create it");
    }
}
