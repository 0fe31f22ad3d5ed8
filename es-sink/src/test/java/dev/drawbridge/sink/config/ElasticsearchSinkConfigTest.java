package dev.drawbridge.sink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.ElasticsearchSinkConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ElasticsearchSinkConfigTest {

    public static final Map<String, String> MINIMAL = Map.of(
            "name",
            "order-search",
            "topics",
            "orders.public.v1",
            "connection.url",
            "http://localhost:1",
            "connection.check",
            "warn",
            "topic.to.external.resource.mapping",
            "orders.public.v1:orders-000001");

    @Test
    void hasDefaultsThatAreSafe() {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(MINIMAL);
        assertThat(config.getString("external.version.header")).isEqualTo("ce_aggregateversion");
        assertThat(config.getString("behavior.on.null.values")).isEqualTo("mark-erased");
        assertThat(config.getInt("max.retries")).isEqualTo(-1);
        assertThat(config.reportsMalformedDocuments()).isFalse();
        assertThat(config.connection().readTimeout()).hasSeconds(30);
        assertThat(config.indexByTopic()).containsExactly(Map.entry("orders.public.v1", "orders-000001"));
        assertThat(config.connection().userAgent()).startsWith("drawbridge-es-sink/");
    }

    @Test
    void refusesAfterADayUnlessToldOtherwise() {
        assertThat(new ElasticsearchSinkConfig(MINIMAL).tombstoneRetention()).hasValue(Duration.ofDays(1));
        assertThat(new ElasticsearchSinkConfig(with(Map.of("tombstone.retention.ms", "-1"))).tombstoneRetention())
                .isEmpty();
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of("tombstone.retention.ms", "599999"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tombstone.retention.ms");
    }

    @Test
    void keepsItsNotesInAnIndexOfTheirOwn() {
        for (String wrong : List.of("", "Notes", "orders-000001")) {
            assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of("checkpoint.index", wrong))))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("checkpoint.index");
        }
        assertThat(new ElasticsearchSinkConfig(with(Map.of("checkpoint.index", "orders-checkpoints")))
                        .checkpointIndex())
                .isEqualTo("orders-checkpoints");
    }

    @Test
    void documentsEveryOption() {
        for (ConfigDef.ConfigKey key :
                ElasticsearchSinkConfig.CONFIG_DEF.configKeys().values()) {
            assertThat(key.documentation).as(key.name).isNotBlank();
        }
    }

    @Test
    void takesSeveralNodesAndTopics() {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(with(Map.of(
                "connection.url", "https://es1:9200, http://es2/",
                "topics", "a, b",
                "topic.to.external.resource.mapping", "a:a-000001, b:b-000001")));
        assertThat(config.connection().nodes()).hasToString("[https://es1:9200, http://es2/]");
        assertThat(config.indexByTopic()).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:9200", "ftp://es", "http://", "http://es/path?query", "http://es?x", "not a url"})
    void refusesAddressesThatAreNone(String url) {
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of("connection.url", url))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connection.url");
    }

    @Test
    void refusesCredentialsInAddressesWithoutQuotingThem() {
        assertThatThrownBy(() ->
                        new ElasticsearchSinkConfig(with(Map.of("connection.url", "http://sink:hunter2@es:9200"))))
                .hasMessageContaining("connection.password")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "orders.public.v1", ":x", "orders.public.v1:", "t:Upper", "t:a*", "t:_x", "t:a,t:b", "t:a:b"
            })
    void refusesMappingsThatAreNone(String mapping) {
        assertThatThrownBy(
                        () -> new ElasticsearchSinkConfig(with(Map.of("topic.to.external.resource.mapping", mapping))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topic.to.external.resource.mapping");
    }

    @ParameterizedTest
    @CsvSource({
        "batch.size, 0",
        "bulk.size.bytes, 0",
        "max.retries, -2",
        "retry.backoff.ms, 0",
        "read.timeout.ms, 0",
        "connection.timeout.ms, 0",
        "behavior.on.null.values, drop",
        "behavior.on.malformed.documents, ignore",
        "external.version.header, ''",
        "external.version.source, key",
        "external.version.field, a..b",
        "document.id.template, {a}{b}",
        "document.routing, tenant",
        "connection.check, off",
        "index.definition, /no/such/file",
        "linger.ms, -1",
        "max.in.flight.requests, 0",
        "max.buffered.bytes, 0",
        "max.buffered.records, 0"
    })
    void refusesValuesOutOfRange(String key, String value) {
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of(key, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"settings\":{}}",
                "{\"mappings\":{\"dynamic\":true}}",
                "{\"password\":\"hunter2\"}",
                "{oops hunter2",
                "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"erased\":{\"type\":\"boolean\"}}}}"
            })
    void refusesDefinitionsThatGrowOrRefuseStubsOrAreNone(String definition) {
        Map<String, List<String>> errors = errors(with(Map.of("index.definition", definition)));
        assertThat(errors).containsOnlyKeys("index.definition");
        assertThat(errors.get("index.definition")).singleElement().asString().doesNotContain("hunter2");
    }

    /** Whatever may be read by the worker would otherwise be sent to whatever address is given. */
    @Test
    void refusesAFileThatIsNoDefinition(@TempDir Path folder) throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "password=hunter2\n");
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of("index.definition", secrets.toString()))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("index.definition")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAnEngineFactoryWhichWouldHaveNoEffect() {
        String option = "elastic.https.ssl.engine.factory.class";
        Map<String, String> properties = with(Map.of(option, "org.example.Engines"));
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("remove it");
        assertThat(errors(properties)).containsOnlyKeys(option);
    }

    @Test
    void attachesCrossFieldErrorsToEachOptionInvolved() {
        Map<String, List<String>> errors =
                errors(with(Map.of("connection.username", "sink", "topics", "orders.public.v1,new")));
        assertThat(errors)
                .containsOnlyKeys("connection.username", "connection.password", "topic.to.external.resource.mapping");
        assertThat(errors.get("topic.to.external.resource.mapping"))
                .containsExactly("topic.to.external.resource.mapping: add topic:index for new, named in topics");
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(with(Map.of("connection.password", "x"))))
                .isInstanceOf(ConfigException.class);
    }

    /** A mapping by the routed name would match no record. */
    @Test
    void saysThatTopicsAreNamedBeforeTransforms() {
        String mapping = "topic.to.external.resource.mapping";
        assertThat(errors(with(Map.of("topics", "prod.orders"))).get(mapping))
                .singleElement()
                .asString()
                .contains("add topic:index for prod.orders", "in place of orders.public.v1", "before a transform");
        Map<String, String> byPattern = with(Map.of("topics.regex", "prod[.].*"));
        byPattern.remove("topics");
        assertThat(errors(byPattern).get(mapping))
                .singleElement()
                .asString()
                .contains("topics.regex", "before a transform");
        byPattern.put("topics.regex", "orders.*");
        assertThat(errors(byPattern)).isEmpty();
    }

    @Test
    void refusesTwoTopicsInOneIndexUnlessTheirIdsAreDeclaredUnique() {
        Map<String, String> two = with(Map.of(
                "topics", "a,b,c", "topic.to.external.resource.mapping", "a:one-000001,b:one-000001,c:two-000001"));
        Map<String, List<String>> errors = errors(two);
        assertThat(errors).containsOnlyKeys("topic.to.external.resource.mapping", "document.ids.unique.across.topics");
        assertThat(errors.get("topic.to.external.resource.mapping"))
                .singleElement()
                .asString()
                .contains("one-000001", "a and b", "document.ids.unique.across.topics=true")
                .doesNotContain("two-000001");
        two.put("document.ids.unique.across.topics", "true");
        assertThat(errors(two)).isEmpty();
    }

    @Test
    void takesAPathThatAllAddressesShare() {
        assertThat(errors(with(Map.of("connection.url", "https://gw/search/es,https://gw2/search/es/"))))
                .isEmpty();
        assertThat(errors(with(Map.of("connection.url", "https://gw/search/es,https://gw2/other"))))
                .containsOnlyKeys("connection.url");
    }

    @Test
    void refusesTwoKindsOfCredentials() {
        Map<String, String> both =
                with(Map.of("connection.username", "sink", "connection.password", "x", "api.key.value", "y"));
        assertThat(errors(both)).containsOnlyKeys("connection.username", "api.key.value");
    }

    @Test
    void refusesToReadFromTheValueOfAnErasure() {
        assertThat(errors(with(Map.of("external.version.source", "field", "external.version.field", "v"))))
                .containsOnlyKeys("external.version.source", "behavior.on.null.values");
        for (String routing : new String[] {"value:tenant", "VALUE:tenant", " value:tenant "}) {
            assertThat(errors(with(Map.of("document.routing", routing))))
                    .containsOnlyKeys("document.routing", "behavior.on.null.values");
        }
        assertThat(errors(with(Map.of("document.routing", "tenant")))).containsOnlyKeys("document.routing");
        assertThat(errors(with(Map.of("document.routing", "value:tenant", "behavior.on.null.values", "fail"))))
                .isEmpty();
        assertThat(errors(with(Map.of("external.version.source", "field", "behavior.on.null.values", "ignore"))))
                .containsOnlyKeys("external.version.source", "external.version.field");
    }

    @Test
    void showsNoSecret() {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(
                with(Map.of("api.key.value", "hunter2", "elastic.https.ssl.truststore.password", "hunter3")));
        assertThat(config.connection().toString()).doesNotContain("hunter2").doesNotContain("hunter3");
        assertThat(config.values().toString()).doesNotContain("hunter2").doesNotContain("hunter3");
    }

    @Test
    void findsNothingWrongWithTheMinimum() {
        assertThat(errors(MINIMAL)).isEmpty();
        assertThat(errors(Map.of())).containsOnlyKeys("connection.url", "topic.to.external.resource.mapping");
    }

    private static Map<String, List<String>> errors(Map<String, String> properties) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value :
                new ElasticsearchSinkConnector().validate(properties).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    public static Map<String, String> with(Map<String, String> changes) {
        Map<String, String> properties = new HashMap<>(MINIMAL);
        properties.putAll(changes);
        return properties;
    }
}
