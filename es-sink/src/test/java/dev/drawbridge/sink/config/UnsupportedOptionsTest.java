package dev.drawbridge.sink.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.ElasticsearchSinkConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "key.ignore, true",
        "schema.ignore, false",
        "write.method, UPSERT",
        "behavior.on.version.conflict, report",
        "drop.invalid.message, true",
        "external.resource.usage, DATASTREAM",
        "data.stream.dataset, orders",
        "proxy.host, proxy.example",
        "auth.type, KERBEROS",
        "flush.timeout.ms, 180000",
        "topic.key.ignore, orders",
        "topic.schema.ignore, orders",
        "topic.index.map, orders:orders-000001",
        "auto.create.indices.at.start, true",
        "compact.map.entries, false",
        "type.name, kafka-connect"
    })
    void whatOthersDoIsRefusedWithARemedyAndWithoutItsValue(String option, String value) {
        assertThat(validate(option, value).stream()
                        .filter(each -> !each.errorMessages().isEmpty()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.name()).isEqualTo(option);
                    assertThat(each.errorMessages())
                            .singleElement()
                            .asString()
                            .startsWith(option + " is not supported: ");
                    assertThat(String.valueOf(each.value())).doesNotContain(value);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "key.ignore, false",
        "schema.ignore, TRUE",
        "write.method, INSERT",
        "behavior.on.version.conflict, ignore",
        "data.stream.type, NONE",
        "data.stream.dataset, ''",
        "auth.type, API_KEY",
        "topic.key.ignore, ''",
        "auto.create.indices.at.start, false",
        "compact.map.entries, TRUE",
        "type.name, _doc",
        "elastic.security.protocol, SSL",
        "key.converter, org.apache.kafka.connect.storage.StringConverter"
    })
    void whatChangesNothingPasses(String option, String value) {
        Map<String, String> properties = new HashMap<>(Map.of(option, value));
        Map<String, String> errors = new HashMap<>();
        UnsupportedOptions.crossCheck(properties, errors);
        assertThat(errors).isEmpty();
    }

    @Test
    void noneIsAnOptionHere() {
        assertThat(ElasticsearchSinkConfig.CONFIG_DEF.names())
                .noneMatch(name -> UnsupportedOptions.ALL.stream().anyMatch(unsupported -> unsupported.covers(name)));
    }

    private static List<ConfigValue> validate(String option, String value) {
        Map<String, String> config = new HashMap<>(ElasticsearchSinkConfigTest.MINIMAL);
        config.put(option, value);
        return new ElasticsearchSinkConnector().validate(config).configValues();
    }
}
