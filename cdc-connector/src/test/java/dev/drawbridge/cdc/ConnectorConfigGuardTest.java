package dev.drawbridge.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorConfigGuardTest {
    private static final Map<String, String> SAFE = Map.of(
            "transforms", "publish",
            "transforms.publish.type", ConnectorConfigGuard.PUBLISH_EVENT,
            "exactly.once.support", "required",
            "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "header.converter", "org.apache.kafka.connect.storage.StringConverter");

    @Test
    void acceptsPublishEventAlone() {
        assertThat(ConnectorConfigGuard.findings(SAFE)).isEmpty();
        assertThat(ConnectorConfigGuard.findings(with("transforms", " publish ")))
                .isEmpty();
    }

    /** Such as Kafka's Filter: what it drops would be lost in silence. */
    @Test
    void refusesATransformBeforePublishEvent() {
        assertThat(ConnectorConfigGuard.findings(with("transforms", "other, publish")))
                .containsOnlyKeys("transforms");
    }

    @Test
    void refusesAChainWithoutPublishEventAtItsEnd() {
        assertThat(ConnectorConfigGuard.findings(with("transforms", ""))).containsOnlyKeys("transforms");
        assertThat(ConnectorConfigGuard.findings(with("transforms", "publish,other")))
                .containsOnlyKeys("transforms");
        assertThat(ConnectorConfigGuard.findings(
                        with("transforms.publish.type", "io.debezium.transforms.outbox.EventRouter")))
                .containsOnlyKeys("transforms");
    }

    @Test
    void refusesAPredicateOnPublishEvent() {
        assertThat(ConnectorConfigGuard.findings(with("transforms.publish.predicate", "isOutbox")))
                .containsOnlyKeys("transforms.publish.predicate");
    }

    @Test
    void refusesAConfigurationSilentAboutExactlyOnce() {
        Map<String, String> config = new HashMap<>(SAFE);
        config.remove("exactly.once.support");
        assertThat(ConnectorConfigGuard.findings(config)).containsOnlyKeys("exactly.once.support");
    }

    @ParameterizedTest
    @CsvSource({
        "errors.tolerance, all",
        "errors.log.include.messages, true",
        "event.processing.failure.handling.mode, skip",
        "snapshot.mode, initial",
        "signal.enabled.channels, kafka",
        "signal.enabled.channels, 'source,jmx'",
        "signal.data.collection, public.debezium_signal",
        "exactly.once.support, requested",
        "event.converting.failure.handling.mode, warn",
        "skipped.operations, c",
        "skipped.operations, 't, C,u'",
        "schema.include.list, sales",
        "schema.exclude.list, public",
        "table.exclude.list, public.outbox",
        "message.prefix.include.list, a",
        "database.include.list, drawbridge",
        "database.exclude.list, drawbridge",
        "lsn.flush.mode, connector_and_driver"
    })
    void refusesWhatWouldSkipOrLogARefusedRow(String key, String value) {
        assertThat(ConnectorConfigGuard.findings(with(key, value))).containsOnlyKeys(key);
    }

    @ParameterizedTest
    @CsvSource({
        "column.mask.with.8.chars, public.outbox.replay",
        "column.mask.hash.SHA-256.with.salt.s3cret, public.outbox.aggregateid",
        "column.truncate.to.20.chars, public.outbox.payload",
        "column.exclude.list, public.outbox.replay",
        "column.include.list, public.outbox.id",
        "converters, mine",
        "post.processors, mine"
    })
    void refusesWhatWouldChangeOrDropAColumn(String key, String value) {
        assertThat(ConnectorConfigGuard.findings(with(key, value)))
                .containsOnlyKeys(key)
                .allSatisfy(
                        (each, finding) -> assertThat(finding).contains("leave").doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"lsn.flush.mode, Manual", "flush.lsn.source, false"})
    void refusesToLeaveTheSlotUnconfirmed(String key, String value) {
        assertThat(ConnectorConfigGuard.findings(with(key, value)))
                .containsOnlyKeys(key)
                .allSatisfy((each, finding) -> assertThat(finding).contains("WAL", "leave"));
    }

    @ParameterizedTest
    @CsvSource({
        "skipped.operations, 'u,d,t'",
        "skipped.operations, none",
        "lsn.flush.mode, connector",
        "flush.lsn.source, true",
        "header.converter, org.apache.kafka.connect.storage.SimpleHeaderConverter",
        "column.propagate.source.type, .*"
    })
    void acceptsWhatPassesOverNoRow(String key, String value) {
        assertThat(ConnectorConfigGuard.findings(with(key, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "value.converter, org.apache.kafka.connect.json.JsonConverter",
        "key.converter, org.apache.kafka.connect.storage.StringConverter",
        "header.converter, org.apache.kafka.connect.json.JsonConverter"
    })
    void refusesAConverterThatWouldChangeAPublishedEvent(String key, String value) {
        assertThat(ConnectorConfigGuard.findings(with(key, value))).containsOnlyKeys(key);
    }

    @Test
    void refusesToLeaveConvertersToTheWorker() {
        Map<String, String> config = new HashMap<>(SAFE);
        config.remove("key.converter");
        config.remove("value.converter");
        config.remove("header.converter");
        assertThat(ConnectorConfigGuard.findings(config))
                .containsOnlyKeys("key.converter", "value.converter", "header.converter");
    }

    @Test
    void doesNotStartWithoutTheTransform() {
        assertThatThrownBy(() -> new OutboxSourceConnector().start(Map.of("exactly.once.support", "required")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("transforms.publish.type=dev.drawbridge.transforms.PublishEvent");
    }

    /** Connect shows the texts of findings alone when a connector is created or changed. */
    @Test
    void eachFindingNamesItsOption() {
        Map<String, String> wrong = new HashMap<>(Map.of(
                "errors.tolerance", "all",
                "column.mask.with.8.chars", "public.outbox.replay",
                "header.converter", "org.apache.kafka.connect.json.JsonConverter",
                "table.include.list", "public\\.outbox",
                "transforms", "publish",
                "transforms.publish.type", ConnectorConfigGuard.PUBLISH_EVENT,
                "transforms.publish.predicate", "isOutbox"));
        wrong.put("slot.name", null);
        assertThat(ConnectorConfigGuard.findings(wrong))
                .containsKeys("errors.tolerance", "table.include.list", "slot.name", "exactly.once.support")
                .allSatisfy((key, finding) -> assertThat(finding).contains(key));
        assertThat(new OutboxSourceConnector().validate(wrong).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .hasSizeGreaterThan(4)
                .allSatisfy(value -> assertThat(value.errorMessages())
                        .allSatisfy(text -> assertThat(text).contains(value.name())));
    }

    /** JSON null: most code takes it for a value. */
    @Test
    void anOptionWithoutAValueIsAFindingAndNoFailure() {
        for (String key : new String[] {"transforms", "errors.tolerance", "table.include.list", "poll.interval.ms"}) {
            Map<String, String> config = with(key, null);
            assertThat(ConnectorConfigGuard.findings(config).get(key)).isNotNull();
            assertThat(new OutboxSourceConnector().validate(config).configValues())
                    .filteredOn(value -> value.name().equals(key))
                    .singleElement()
                    .satisfies(value -> assertThat(value.errorMessages()).isNotEmpty());
            assertThatThrownBy(() -> new OutboxSourceConnector().start(config))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(key);
        }
    }

    @ParameterizedTest
    @CsvSource({"'public\\.outbox'", "public.outbox.*", "outbox", "'public.outbox,'", "'public.a|public.b'"})
    void refusesARegularExpressionForTheTables(String tables) {
        assertThat(ConnectorConfigGuard.findings(with("table.include.list", tables)))
                .containsOnlyKeys("table.include.list");
        assertThat(ConnectorConfigGuard.findings(with("table.include.list", " public.a , Sales.Out-box ")))
                .isEmpty();
    }

    /** The check of the publication's columns reads there what the table calls them. */
    @Test
    void theTaskIsToldTheOptionsOfTheTransform() {
        OutboxSourceConnector connector = new OutboxSourceConnector();
        connector.start(with("transforms.publish.table.field.event.replay", "again"));

        assertThat(connector.taskConfigs(1).get(0))
                .containsEntry("transforms.publish.table.field.event.replay", "again");
    }

    @Test
    void whatTheUserSetsWinsOverTheDefaults() {
        assertThat(OutboxDefaults.under(Map.of("poll.interval.ms", "77")))
                .containsEntry("poll.interval.ms", "77")
                .containsEntry("snapshot.mode", "no_data");
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(SAFE);
        config.put(key, value);
        return config;
    }
}
