package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.mapping.ContractBundle;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishEventTest {
    /** The options that name columns, by the names that mappings use. */
    private static final Map<String, String> OUTBOX_OPTIONS = Map.ofEntries(
            Map.entry("table.field.event.id", "id"),
            Map.entry("table.field.event.key", "aggregateid"),
            Map.entry("table.field.event.aggregatetype", "aggregatetype"),
            Map.entry("table.field.event.version", "version"),
            Map.entry("table.field.event.type", "type"),
            Map.entry("table.field.event.payloadversion", "payloadversion"),
            Map.entry("table.field.event.payload", "payload"),
            Map.entry("table.field.event.timestamp", "occurredat"),
            Map.entry("table.field.event.correlationid", "correlationid"),
            Map.entry("table.field.event.causationid", "causationid"),
            Map.entry("table.field.event.traceparent", "traceparent"),
            Map.entry("table.field.event.replay", "replay"));

    private final PublishEvent<SourceRecord> failing = Transforms.failing();
    private final PublishEvent<SourceRecord> quarantining = Transforms.quarantining();

    @Test
    void isDiscoverableByServiceLoader() {
        assertThat(ServiceLoader.load(Transformation.class).stream().map(ServiceLoader.Provider::type))
                .contains(PublishEvent.class);
    }

    @Test
    void leavesItsInputUnchanged() {
        SourceRecord given = OutboxChange.lineAdded().build();
        RecordView before = RecordView.of(given);
        SourceRecord published = failing.apply(given);
        published.headers().addString("added", "later");
        assertThat(RecordView.of(given)).isEqualTo(before);
    }

    @Test
    void givesTheSameResultTwice() {
        SourceRecord given = OutboxChange.lineAdded().build();
        assertThat(RecordView.of(failing.apply(given))).isEqualTo(RecordView.of(failing.apply(given)));
        assertThat(RecordView.of(Transforms.failing().apply(given))).isEqualTo(RecordView.of(failing.apply(given)));
    }

    @Test
    void publishesWhatASnapshotReadsLikeAnInsert() {
        assertThat(RecordView.of(
                        failing.apply(OutboxChange.lineAdded().operation("r").build())))
                .isEqualTo(RecordView.of(failing.apply(OutboxChange.lineAdded().build())));
    }

    @Test
    void makesNothingButBytesSoThatByteArrayConverterTakesIt() {
        for (SourceRecord made : new SourceRecord[] {
            failing.apply(OutboxChange.lineAdded().build()),
            failing.apply(OutboxChange.erased().build()),
            failing.apply(heartbeat()),
            quarantining.apply(
                    OutboxChange.lineAdded().set("type", "OrderTeleported").build()),
            quarantining.apply(tombstone())
        }) {
            assertThat(made.keySchema().type()).isEqualTo(Schema.Type.BYTES);
            assertThat(made.valueSchema().type()).isEqualTo(Schema.Type.BYTES);
            assertThat(made.key() == null || made.key() instanceof byte[]).isTrue();
            assertThat(made.value() == null || made.value() instanceof byte[]).isTrue();
        }
    }

    @Test
    void passesHeartbeatsToTheirOwnTopicAsBytes() {
        assertThat(RecordView.of(failing.apply(heartbeat())))
                .usingRecursiveComparison()
                .ignoringFields("sourcePartition", "sourceOffset")
                .isEqualTo(new RecordView(
                        "__debezium-heartbeat.drawbridge",
                        0,
                        "BYTES?",
                        "{\"serverName\":\"drawbridge\"}",
                        "BYTES",
                        "{\"ts_ms\":1795496401500}",
                        null,
                        Map.of(),
                        Map.of(),
                        List.of()));
    }

    @Test
    void refusesWhatOnlyCallsItselfAHeartbeat() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("secret", Schema.STRING_SCHEMA)
                .build();
        SourceRecord forged = plain(schema, new Struct(schema).put("secret", "canary"));
        assertThatThrownBy(() -> failing.apply(forged))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageContaining("not.envelope")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "schemaless", "text", "row", "envelope by another name", "truncate"})
    void refusesAnythingButEnvelopes(String kind) {
        SourceRecord given = stranger(kind);
        String rule = kind.equals("truncate") ? "unsupported.operation" : "not.envelope";
        assertThatThrownBy(() -> failing.apply(given))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Cannot publish a record for topic 'drawbridge.public.outbox' at lsn 26743312: ")
                .hasMessageContaining("(rule " + rule + ")");
        if (!kind.equals("truncate") && !kind.equals("tombstone")) {
            assertNeverQuarantined(given);
            return;
        }
        SourceRecord quarantined = quarantining.apply(given);
        assertThat(quarantined.topic()).isEqualTo("drawbridge.quarantine");
        assertThat(quarantined.key())
                .as("a compacted topic takes no record without a key")
                .isEqualTo("drawbridge.public.outbox@26743312".getBytes(StandardCharsets.UTF_8));
        assertThat(text(quarantined))
                .startsWith("{\"eventId\":null,\"aggregatetype\":null,\"version\":null,"
                        + "\"topic\":\"drawbridge.public.outbox\",\"lsn\":26743312,\"rule\":\"" + rule + "\"");
    }

    private static SourceRecord stranger(String kind) {
        return switch (kind) {
            case "tombstone" -> tombstone();
            case "schemaless" -> plain(null, Map.of("before", Map.of(), "after", Map.of(), "op", "c"));
            case "text" -> plain(Schema.STRING_SCHEMA, Payloads.lineAdded());
            case "row" ->
                plain(
                        OutboxChange.lineAdded().row().schema(),
                        OutboxChange.lineAdded().row());
            case "truncate" -> OutboxChange.lineAdded().operation("t").build();
            default -> OutboxChange.lineAdded().schemaName("io.debezium.Other").build();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "aggregatetype",
                "aggregateid",
                "version",
                "type",
                "payloadversion",
                "payload",
                "occurredat"
            })
    void refusesTablesThatLackAColumnOfTheOutbox(String column) {
        assertRefused(OutboxChange.lineAdded().without(column), "not.outbox", "column '" + column + "' is missing");
        assertRefused(
                OutboxChange.lineAdded().column(column, Schema.BOOLEAN_SCHEMA, true),
                "column.type",
                "column '" + column + "' has the type boolean, and is read as ");
    }

    static Stream<Arguments> typesOfPostgres() {
        String instant = "timestamp with time zone";
        String integers = "smallint, integer or bigint";
        return Stream.of(
                type(
                        "occurredat",
                        SchemaBuilder.int64(),
                        "io.debezium.time.MicroTimestamp",
                        "timestamp without time zone",
                        instant),
                type("occurredat", SchemaBuilder.int64(), null, "bigint", instant),
                type("occurredat", SchemaBuilder.string(), null, "text", instant),
                type(
                        "occurredat",
                        SchemaBuilder.string(),
                        "io.debezium.time.ZonedTime",
                        "time with time zone",
                        instant),
                type("aggregateid", SchemaBuilder.int64(), null, "bigint", "text, varchar, uuid"),
                type("payload", SchemaBuilder.bytes(), null, "bytea", "json or jsonb"),
                type("version", SchemaBuilder.string(), null, "text", integers),
                type(
                        "version",
                        SchemaBuilder.int64(),
                        "io.debezium.time.Timestamp",
                        "timestamp without time zone",
                        integers),
                type(
                        "payloadversion",
                        SchemaBuilder.bytes(),
                        "org.apache.kafka.connect.data.Decimal",
                        "numeric",
                        integers),
                type("id", SchemaBuilder.struct(), "of.their.own", "struct 'of.their.own'", "uuid"));
    }

    private static Arguments type(String column, SchemaBuilder type, String logical, String found, String read) {
        return Arguments.of(column, type.name(logical).optional().build(), found, read);
    }

    @ParameterizedTest
    @MethodSource("typesOfPostgres")
    void namesTheTypeOfAColumnAndThoseItReads(String column, Schema schema, String found, String read) {
        OutboxChange change = OutboxChange.lineAdded().column(column, schema, null);
        assertRefused(change, "column.type", "column '" + column + "' has the type " + found + ", and is read as ");
        assertThatThrownBy(() -> failing.apply(change.build()))
                .hasMessageContainingAll(read, "alter table", "table.field.event.*")
                .hasMessageNotContaining("Capture the outbox table alone");
    }

    /** An aggregate would become two on the day the column's type changes. */
    @ParameterizedTest
    @ValueSource(strings = {"aggregateid", "aggregatetype"})
    void refusesTextThatIsPaddedAsFixedWidthTypesPadIt(String column) {
        assertRefused(
                OutboxChange.lineAdded().set(column, "OrderLineAdded   "),
                "invalid.row",
                "column '" + column + "' ends in a space");
    }

    @Test
    void neverQuarantinesAnErasureWhoseTypeIsPadded() {
        OutboxChange padded = OutboxChange.lineAdded().set("type", "OrderErased   ");
        assertRefused(padded, "invalid.row", "column 'type' ends in a space");
    }

    @Test
    void refusesOptionsThatAreNull() {
        for (String option :
                new String[] {"contract", "on.error", "mode", "quarantine.topic", "table.field.event.id"}) {
            Map<String, String> options = new HashMap<>();
            options.put(option, null);
            assertThatThrownBy(() -> Transforms.with(options))
                    .as(option)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(option);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "aggregatetype", "aggregateid", "version", "type", "payloadversion", "occurredat"})
    void refusesRowsWithoutAValueInAColumnOfTheOutbox(String column) {
        assertRefused(OutboxChange.lineAdded().setNullable(column, null), "invalid.row", "column '" + column + "' ");
    }

    @Test
    void refusesUnusableValuesInColumns() {
        assertRefused(OutboxChange.lineAdded().set("version", 0L), "invalid.row", "column 'version' is below 1");
        assertRefused(OutboxChange.lineAdded().set("aggregateid", " "), "invalid.row", "column 'aggregateid'");
        assertRefused(OutboxChange.lineAdded().set("aggregateid", "a\nb"), "invalid.row", "column 'aggregateid'");
        assertRefused(OutboxChange.lineAdded().set("aggregateid", "a\ud800b"), "invalid.row", "column 'aggregateid'");
        assertRefused(OutboxChange.lineAdded().set("occurredat", "yesterday"), "invalid.row", "column 'occurredat'");
        assertRefused(
                OutboxChange.lineAdded().set("occurredat", "+12026-01-01T00:00:00Z"), "invalid.row", "'occurredat'");
    }

    @Test
    void refusesUnusablePayloads() {
        assertRefused(OutboxChange.lineAdded().set("payload", null), "missing.payload", "the payload is null");
        assertRefused(payload("__debezium_unavailable_value"), "unavailable.payload", "write-ahead log");
        for (String malformed : new String[] {
            "",
            "null",
            "[]",
            "{",
            "{} {}",
            Payloads.created().replace("{\"event\":{}", "{\"event\":{},\"event\":{}"),
            Payloads.created().replace("\"riskScore\":12", "\"riskScore\":" + "[".repeat(40) + "]".repeat(40)),
            Payloads.created().replace("39.80", "9".repeat(1100))
        }) {
            assertRefused(payload(malformed), "malformed.payload", "not a JSON object with distinct keys");
        }
        assertRefused(payload("{\"x\":\"" + "é".repeat(600_000) + "\"}"), "oversized.payload", "1048576 bytes");
    }

    /** Kafka would refuse it, and stop the task without a rule or an id. */
    @Test
    void refusesEventsThatAreLargerThanKafkaTakes() {
        PublishEvent<SourceRecord> small = Transforms.with(Map.of("event.max.bytes", "10000"));
        PublishEvent<SourceRecord> structured =
                Transforms.with(Map.of("event.max.bytes", "10000", "mode", "structured", "on.error", "quarantine"));
        String fits = Payloads.lineAdded().replace("Walnut desk", "Walnut desk".repeat(400));
        String exceeds = Payloads.lineAdded().replace("Walnut desk", "Walnut desk".repeat(900));

        assertThat(small.apply(payload(fits).build()).topic()).isEqualTo("orders.public.v1");
        SourceRecord large = payload(exceeds).build();
        assertThatThrownBy(() -> small.apply(large))
                .hasMessageContaining("the public event is larger than 10000 bytes (rule oversized.event)");
        assertThat(structured.apply(large).topic()).isEqualTo("drawbridge.quarantine");
    }

    @Test
    void readsPayloadsAsDeepAsTheLimitAndNoDeeper() {
        PublishEvent<SourceRecord> shallow = Transforms.with(Map.of("payload.max.depth", "8"));
        SourceRecord atTheLimit =
                payload(Payloads.built(Map.of("depth", 6))).build(); // within the payload and its state
        SourceRecord beyond = payload(Payloads.built(Map.of("depth", 7))).build();
        assertThat(shallow.apply(atTheLimit).topic()).isEqualTo("orders.public.v1");
        assertThatThrownBy(() -> shallow.apply(beyond)).hasMessageContaining("at most 8 levels deep");
    }

    @Test
    void refusesUnusableErasuresEvenUnderQuarantine() {
        for (OutboxChange unusable : new OutboxChange[] {
            OutboxChange.erased().set("version", 0L),
            OutboxChange.erased().setNullable("id", null),
            OutboxChange.erased().set("aggregateid", ""),
            OutboxChange.erased().set("occurredat", "never"),
            OutboxChange.erased().set("payloadversion", 9),
            OutboxChange.erased().set("aggregatetype", "customer"),
            OutboxChange.erased().set("type", "OrderForgotten")
        }) {
            assertThatThrownBy(() -> quarantining.apply(unusable.build()))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessageContaining("it may erase an aggregate, so it is never quarantined.");
        }
    }

    @Test
    void publishesErasuresWithoutLookingAtTheirPayload() {
        assertThat(RecordView.of(failing.apply(
                        OutboxChange.erased().set("payload", "{ not even JSON").build())))
                .isEqualTo(RecordView.of(failing.apply(OutboxChange.erased().build())));
    }

    @Test
    void readsTheColumnNamesItIsGiven() {
        Map<String, String> names = new HashMap<>();
        names.put("contract", extending("[correlationid, causationid, traceparent]"));
        OutboxChange usual = OutboxChange.lineAdded()
                .set("correlationid", "checkout 17")
                .set("causationid", "click")
                .set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .set("replay", true);
        RecordView expected = RecordView.of(Transforms.with(names).apply(usual.build()));
        assertThat(expected.headers()).contains("ce_replay: true", "ce_causationid: click");

        OUTBOX_OPTIONS.forEach((option, column) -> {
            names.put(option, "their_" + column);
            usual.rename(column, "their_" + column);
        });
        assertThat(RecordView.of(Transforms.with(names).apply(usual.build()))).isEqualTo(expected);
    }

    @Test
    void knowsAnOptionForTheNameOfEachColumn() {
        assertThat(failing.config().names().stream().filter(name -> name.startsWith("table.field.event.")))
                .containsExactlyInAnyOrderElementsOf(OUTBOX_OPTIONS.keySet());
    }

    private static String extending(String extensions) {
        return ContractBundle.load(Transforms.ORDERS).inline().replace("extensions: []", "extensions: " + extensions);
    }

    @Test
    void refusesToBeUsedBeforeItIsConfigured() {
        assertThatThrownBy(() -> new PublishEvent<SourceRecord>().apply(heartbeat()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesABrokenContractWhenConfiguredOrValidated() {
        String broken = "{\"mapping.yaml\":\"context: orders\\ndata: {}\\nsecretly: yes\\n\"}";
        assertThatThrownBy(() -> Transforms.with(Map.of("contract", broken)))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageContaining("mapping.yaml:3:1: unknown key 'secretly'")
                .hasMessageContaining("'topic' is missing");
        ConfigValue validated = new PublishEvent<SourceRecord>()
                .config().validate(Map.of("contract", broken)).stream()
                        .filter(value -> value.name().equals("contract"))
                        .findFirst()
                        .orElseThrow();
        assertThat(validated.errorMessages())
                .singleElement()
                .asString()
                .startsWith("Cannot use 'contract'. The contract or its mapping is broken:\n")
                .doesNotContain("Invalid value");
    }

    @Test
    void refusesToQuarantineIntoThePublicTopic() {
        assertThatThrownBy(() -> Transforms.with(Map.of("quarantine.topic", "orders.public.v1")))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageContaining("quarantine.topic");
    }

    @Test
    void publishesTheSameFromAnInlineBundle() {
        String inline = ContractBundle.load(Transforms.ORDERS).inline();
        SourceRecord given = OutboxChange.lineAdded().build();
        assertThat(RecordView.of(Transforms.with(Map.of("contract", inline)).apply(given)))
                .isEqualTo(RecordView.of(failing.apply(given)));
    }

    @Test
    void publishesWhatCallersGaveOnlyIfTheMappingListsIt() {
        OutboxChange traced = OutboxChange.lineAdded()
                .set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .set("correlationid", "checkout 17")
                .set("causationid", "click");
        assertThat(RecordView.of(failing.apply(traced.build())))
                .isEqualTo(RecordView.of(failing.apply(OutboxChange.lineAdded().build())));

        PublishEvent<SourceRecord> tracing =
                Transforms.with(Map.of("contract", extending("[correlationid, traceparent]")));
        assertThat(RecordView.of(tracing.apply(traced.build())).headers())
                .contains("ce_correlationid: checkout 17")
                .contains("ce_traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .noneMatch(header -> header.startsWith("ce_causationid"));
        assertThat(RecordView.of(Transforms.with(Map.of("contract", extending("[causationid]")))
                                .apply(traced.build()))
                        .headers())
                .contains("ce_causationid: click")
                .noneMatch(header -> header.startsWith("ce_correlationid"));
        assertThat(RecordView.of(tracing.apply(OutboxChange.lineAdded().build())))
                .isEqualTo(RecordView.of(failing.apply(OutboxChange.lineAdded().build())));
        assertThatThrownBy(() -> tracing.apply(
                        OutboxChange.lineAdded().without("traceparent").build()))
                .hasMessageContaining("column 'traceparent' is missing");
    }

    @Test
    void readsWhatCallersGaveIntoDataWithoutMakingItAHeader() {
        String inline = ContractBundle.load(Transforms.ORDERS)
                .inline()
                .replace("reason: event.reason", "reason: correlationid")
                .replace("private:\\n", "private:\\n  - event.reason\\n");
        RecordView published = RecordView.of(Transforms.with(Map.of("contract", inline))
                .apply(OutboxChange.lineAdded()
                        .set("correlationid", "checkout 17")
                        .build()));
        assertThat(published.value()).endsWith(",\"change\":{\"reason\":\"checkout 17\"}}");
        assertThat(published.headers()).noneMatch(header -> header.contains("checkout 17"));
    }

    @Test
    void toleratesTablesWithoutTheColumnsThatCallersFill() {
        OutboxChange small = OutboxChange.lineAdded()
                .without("traceparent")
                .without("correlationid")
                .without("causationid")
                .column("tenant", Schema.STRING_SCHEMA, "unread");
        assertThat(RecordView.of(failing.apply(small.build())))
                .isEqualTo(RecordView.of(failing.apply(OutboxChange.lineAdded().build())));
    }

    private void assertRefused(OutboxChange change, String rule, String what) {
        SourceRecord given = change.build();
        assertThatThrownBy(() -> failing.apply(given))
                .isExactlyInstanceOf(DataException.class)
                .hasNoCause()
                .hasMessageContaining("(rule " + rule + "). Nothing was published. ")
                .hasMessageContaining(what);
        if (what.contains("column 'type'")) {
            assertNeverQuarantined(given);
            return;
        }
        SourceRecord quarantined = quarantining.apply(given);
        assertThat(quarantined.topic()).isEqualTo("drawbridge.quarantine");
        assertThat(text(quarantined)).contains("\"rule\":\"" + rule + "\"").contains(what);
    }

    /** What cannot be told from an erasure. */
    private void assertNeverQuarantined(SourceRecord given) {
        assertThatThrownBy(() -> quarantining.apply(given))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageContaining("it may erase an aggregate, so it is never quarantined");
    }

    private static OutboxChange payload(String payload) {
        return OutboxChange.lineAdded().set("payload", payload);
    }

    private static String text(SourceRecord made) {
        return new String((byte[]) made.value(), StandardCharsets.UTF_8);
    }

    private static SourceRecord tombstone() {
        return plain(null, null);
    }

    private static SourceRecord plain(Schema schema, Object value) {
        return new SourceRecord(
                Map.of("server", "drawbridge"), Map.of("lsn", 26_743_312L), "drawbridge.public.outbox", schema, value);
    }

    private static SourceRecord heartbeat() {
        Schema key = SchemaBuilder.struct()
                .name("io.debezium.connector.common.ServerNameKey")
                .field("serverName", Schema.STRING_SCHEMA)
                .build();
        Schema value = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        SourceRecord heartbeat = new SourceRecord(
                Map.of("server", "drawbridge"),
                Map.of("lsn", 1L),
                "__debezium-heartbeat.drawbridge",
                0,
                key,
                new Struct(key).put("serverName", "drawbridge"),
                value,
                new Struct(value).put("ts_ms", 1_795_496_401_500L));
        heartbeat.headers().addString("__debezium.context.connectorName", "postgresql");
        return heartbeat;
    }
}
