package dev.drawbridge.ops.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ReadModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTopicResolverTest {
    private static final String INDEX = "orders-000001";
    private static final String MAPPING = "topic.to.external.resource.mapping";
    private static final String KAFKAS_OWN = "org.apache.kafka.connect.transforms.";

    private final ConnectorFile reference = new ReadModel(
                    "orders",
                    Path.of("readmodels/orders"),
                    Environment.read(Path.of("environments/compose.properties")).placeholders())
            .sink();

    @Test
    void theReferenceSinkIsFedFromOneTopicByPlainKeys() {
        assertThat(feed(Map.of())).isEqualTo(new SourceTopicResolver("orders.public.v1", INDEX));
        assertThat(feed(Map.of("key.converter", "org.apache.kafka.connect.storage.StringConverter"))
                        .topic())
                .isEqualTo("orders.public.v1");
    }

    @ParameterizedTest
    @CsvSource({
        "document.id.template, {tenant}/{orderId}",
        "document.routing, header:tenant",
        "key.converter, org.apache.kafka.connect.json.JsonConverter",
        "key.converter, org.apache.kafka.connect.converters.LongConverter",
        "key.converter, ${file:/c:key}",
        "key.converter, ''",
        "key.converter.converter.encoding, UTF-16",
        "consumer.override.bootstrap.servers, elsewhere:9092"
    })
    void anOptionByWhichIdsMayDifferFromKeysIsRefused(String option, String value) {
        assertThatThrownBy(() -> feed(Map.of(option, value)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("Connector 'order-search': " + option + " is ")
                .hasMessageContaining("Keep the markers, or rebuild");
    }

    @ParameterizedTest
    @CsvSource({"ValueToKey", "ExtractField$Key", "RegexRouter", "TimestampRouter"})
    void aTransformThatMayChangeKeyOrTopicIsRefused(String type) {
        assertThatThrownBy(() -> feed(transform(KAFKAS_OWN + type)))
                .hasMessageContaining("transforms.b.type is " + KAFKAS_OWN + type)
                .hasMessageContaining("keys or topic");
    }

    @Test
    void aTransformThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> feed(transform("com.example.Scramble$Value")))
                .hasMessageContaining("transforms.b.type");
        assertThatThrownBy(() -> feed(Map.of("transforms", "a"))).hasMessageContaining("transforms.a.type");
    }

    @ParameterizedTest
    @CsvSource({"MaskField$Value", "InsertHeader", "Filter"})
    void aTransformOfKafkaThatLeavesTheKeyAloneIsLet(String type) {
        assertThat(feed(transform(KAFKAS_OWN + type)).topic()).isEqualTo("orders.public.v1");
    }

    @Test
    void severalTopicsOfOneIndexAreRefused() {
        assertThatThrownBy(() -> feed(Map.of(MAPPING, "orders.public.v1:orders-000001, orders.old : orders-000001")))
                .hasMessageContaining(MAPPING)
                .hasMessageContaining("orders.old, orders.public.v1");
        assertThat(feed(Map.of(MAPPING, "orders.public.v1:orders-000001,orders.old:orders-000000"))
                        .topic())
                .isEqualTo("orders.public.v1");
    }

    @Test
    void aTopicOfAnotherConnectorCountsToo() {
        Map<String, Map<String, String>> connectors = new TreeMap<>();
        connectors.put("order-search", reference.config());
        connectors.put("second", Map.of(MAPPING, "returns:orders-000002"));
        assertThat(SourceTopicResolver.of(INDEX, connectors).topic()).isEqualTo("orders.public.v1");
        connectors.put(
                "second",
                reference.with(Map.of(MAPPING, "returns:orders-000001")).config());
        assertThatThrownBy(() -> SourceTopicResolver.of(INDEX, connectors))
                .hasMessageContaining("orders.public.v1, returns");
        connectors.put("second", Map.of(MAPPING, "orders.public.v1:orders-000001"));
        assertThatThrownBy(() -> SourceTopicResolver.of(INDEX, connectors))
                .hasMessageContaining("Connector 'second': key.converter is not set");
    }

    @Test
    void withoutASinkThatIsKnownNothingIsKnown() {
        assertThatThrownBy(() -> SourceTopicResolver.of(INDEX, Map.of("source", Map.of("connector.class", "x"))))
                .hasMessageContaining("No connector writes to index orders-000001")
                .hasMessageContaining("deploy");
        assertThatThrownBy(() -> feed(Map.of(MAPPING, "${file:/c:mapping}"))).hasMessageContaining(MAPPING);
    }

    private SourceTopicResolver feed(Map<String, String> changes) {
        return SourceTopicResolver.of(
                INDEX, Map.of("order-search", reference.with(changes).config()));
    }

    private static Map<String, String> transform(String type) {
        return Map.of(
                "transforms", "a,b", "transforms.a.type", KAFKAS_OWN + "InsertField$Value", "transforms.b.type", type);
    }
}
