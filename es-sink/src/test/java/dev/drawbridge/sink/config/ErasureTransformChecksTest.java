package dev.drawbridge.sink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTransformChecksTest {

    private static final String PACKAGE = "org.apache.kafka.connect.transforms.";
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();

    /** What each needs to be configured at all. */
    private static final Map<String, Map<String, String>> KAFKAS = Map.ofEntries(
            Map.entry("Cast$Key", Map.of("spec", "id:string")),
            Map.entry("Cast$Value", Map.of("spec", "a:int32")),
            Map.entry("DropHeaders", Map.of("headers", "x")),
            Map.entry("ExtractField$Key", Map.of("field", "id")),
            Map.entry("ExtractField$Value", Map.of("field", "a")),
            Map.entry("Flatten$Key", Map.of()),
            Map.entry("Flatten$Value", Map.of()),
            Map.entry("HeaderFrom$Key", Map.of("fields", "id", "headers", "h", "operation", "copy")),
            Map.entry("HeaderFrom$Value", Map.of("fields", "a", "headers", "h", "operation", "copy")),
            Map.entry("HoistField$Key", Map.of("field", "a")),
            Map.entry("HoistField$Value", Map.of("field", "a")),
            Map.entry("InsertField$Key", Map.of("static.field", "a", "static.value", "b")),
            Map.entry("InsertField$Value", Map.of("static.field", "a", "static.value", "b")),
            Map.entry("InsertHeader", Map.of("header", "a", "value.literal", "b")),
            Map.entry("MaskField$Key", Map.of("fields", "id")),
            Map.entry("MaskField$Value", Map.of("fields", "a")),
            Map.entry("RegexRouter", Map.of("regex", "(.*)", "replacement", "x$1")),
            Map.entry("ReplaceField$Key", Map.of("exclude", "a")),
            Map.entry("ReplaceField$Value", Map.of("exclude", "a")),
            Map.entry("SetSchemaMetadata$Key", Map.of("schema.name", "x")),
            Map.entry("SetSchemaMetadata$Value", Map.of("schema.name", "x")),
            Map.entry("TimestampConverter$Key", Map.of("field", "id", "target.type", "string", "format", "yyyy")),
            Map.entry("TimestampConverter$Value", Map.of("field", "a", "target.type", "string", "format", "yyyy")),
            Map.entry("TimestampRouter", Map.of()),
            Map.entry("ValueToKey", Map.of("fields", "a")));

    @Test
    void kafkasTransformsDoWithATombstoneWhatTheTableSays() throws Exception {
        Set<String> pass = new HashSet<>();
        Set<String> fill = new HashSet<>();
        Set<String> fail = new HashSet<>();
        for (Map.Entry<String, Map<String, String>> each : KAFKAS.entrySet()) {
            try {
                SinkRecord record = apply(each.getKey(), each.getValue());
                (record.value() == null ? pass : fill).add(each.getKey());
            } catch (DataException e) {
                fail.add(each.getKey());
            }
        }
        assertThat(pass).isEqualTo(ErasureTransformChecks.PASS_TOMBSTONES);
        assertThat(fill).isEqualTo(ErasureTransformChecks.FILL_TOMBSTONES);
        assertThat(fail).containsExactlyInAnyOrder("HeaderFrom$Value", "MaskField$Value", "ValueToKey");
    }

    @SuppressWarnings("unchecked")
    private static SinkRecord apply(String type, Map<String, String> options) throws Exception {
        try (Transformation<SinkRecord> transform = Class.forName(PACKAGE + type)
                .asSubclass(Transformation.class)
                .getDeclaredConstructor()
                .newInstance()) {
            transform.configure(options);
            return transform.apply(new SinkRecord(
                    "t", 0, KEY, new Struct(KEY).put("id", "1"), null, null, 1, 5L, TimestampType.CREATE_TIME));
        }
    }

    @Test
    void toleranceNeedsAQueueThatSaysWhereARecordCameFrom() {
        assertThat(errors(Map.of("errors.tolerance", "all"))).containsOnlyKeys("errors.tolerance");
        assertThat(errors(Map.of("errors.tolerance", "all", "errors.deadletterqueue.topic.name", " ")))
                .containsOnlyKeys("errors.tolerance");
        assertThat(errors(Map.of("errors.tolerance", "all", "errors.deadletterqueue.topic.name", "dead")))
                .containsOnlyKeys("errors.deadletterqueue.context.headers.enable");
        assertThat(errors(tolerant(Map.of()))).isEmpty();
        assertThat(errors(Map.of("errors.tolerance", "none"))).isEmpty();
        assertThatThrownBy(() -> new ElasticsearchSinkConfig(
                        ElasticsearchSinkConfigTest.with(Map.of("errors.tolerance", "all"))))
                .hasMessageContaining("errors.tolerance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PACKAGE + "ValueToKey",
                "ValueToKey",
                PACKAGE + "HeaderFrom$Value",
                PACKAGE + "MaskField$Value",
                "org.example.Unknown"
            })
    void whatMayFailOnATombstoneNeedsThePredicateUnderTolerance(String type) {
        assertThat(errors(transform(type, Map.of()))).isEmpty();
        Map<String, String> errors = errors(tolerant(transform(type, Map.of())));
        assertThat(errors).containsOnlyKeys("transforms.t.type");
        assertThat(errors.get("transforms.t.type")).contains("RecordIsTombstone", "negate=true");
        assertThat(errors(tolerant(transform(type, guard("true", PACKAGE + "predicates.RecordIsTombstone")))))
                .isEmpty();
        assertThat(errors(tolerant(transform(type, guard("TRUE", "RecordIsTombstone")))))
                .isEmpty();
        assertThat(errors(tolerant(transform(type, guard("false", "RecordIsTombstone")))))
                .hasSize(1);
        assertThat(errors(tolerant(transform(type, guard("true", "TopicNameMatches")))))
                .hasSize(1);
        assertThat(errors(tolerant(transform(type, Map.of("behavior.on.null.values", "ignore")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PACKAGE + "ExtractField$Key", "ReplaceField$Value", PACKAGE + "RegexRouter"})
    void whatLetsATombstoneThroughPasses(String type) {
        assertThat(errors(tolerant(transform(type, Map.of())))).isEmpty();
    }

    @Test
    void whatMakesADocumentOfAnErasureOrDropsItIsRefusedEvenWithoutTolerance() {
        assertThat(errors(transform(PACKAGE + "HoistField$Value", Map.of()))).containsOnlyKeys("transforms.t.type");
        assertThat(errors(transform("HoistField$Value", guard("true", "RecordIsTombstone"))))
                .isEmpty();
        assertThat(errors(transform(PACKAGE + "Filter", guard("false", "RecordIsTombstone"))))
                .containsOnlyKeys("transforms.t.type");
        assertThat(errors(transform(PACKAGE + "Filter", guard("false", "TopicNameMatches"))))
                .isEmpty();
        Map<String, String> ignored = new HashMap<>(guard("false", "RecordIsTombstone"));
        ignored.put("behavior.on.null.values", "ignore");
        assertThat(errors(transform("Filter", ignored))).isEmpty();
    }

    private static Map<String, String> transform(String type, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("transforms", " router , t");
        properties.put("transforms.router.type", PACKAGE + "RegexRouter");
        properties.put("transforms.t.type", type);
        return properties;
    }

    private static Map<String, String> guard(String negate, String predicate) {
        return Map.of(
                "transforms.t.predicate", "erased", "transforms.t.negate", negate, "predicates.erased.type", predicate);
    }

    private static Map<String, String> tolerant(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("errors.tolerance", "all");
        properties.put("errors.deadletterqueue.topic.name", "dead");
        properties.put("errors.deadletterqueue.context.headers.enable", "true");
        return properties;
    }

    private static Map<String, String> errors(Map<String, String> properties) {
        Map<String, String> errors = new LinkedHashMap<>();
        ErasureTransformChecks.crossCheck(properties, errors);
        return errors;
    }
}
