package dev.drawbridge.sink.document;

import static dev.drawbridge.sink.Records.INDEX;
import static dev.drawbridge.sink.Records.TOPIC;
import static dev.drawbridge.sink.Records.VERSION_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.Records;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {

    private final DocumentReader reader = Records.reader();

    @Test
    void readsIdFromKeyVersionFromHeaderAndSourceFromValue() {
        Document document = read(Records.of(5, "o-1", "42", "{\"total\":4.20}"));

        assertThat(document.index()).isEqualTo(INDEX);
        assertThat(document.id()).isEqualTo("o-1");
        assertThat(document.version()).isEqualTo(42);
        assertThat(source(document)).isEqualTo("{\"total\":4.20}");
        assertThat(document.erasure()).isFalse();
        assertThat(document.coordinates()).hasToString(TOPIC + "-0@5");
    }

    @Test
    void readsKeysAndValuesAsBytesTextOrWholeNumbers() {
        assertThat(read(Records.of(1, "ö".getBytes(UTF_8), 1L, "{}".getBytes(UTF_8)))
                        .id())
                .isEqualTo("ö");
        assertThat(read(Records.of(1, ByteBuffer.wrap(new byte[] {'x'}), 1L, ByteBuffer.wrap(new byte[] {'{', '}'})))
                        .id())
                .isEqualTo("x");
        for (Object key : new Object[] {
            17L,
            new BigInteger("17"),
            new BigDecimal("17"),
            new BigDecimal("17.00"),
            new BigDecimal("1.7E+1"),
            numeric("17.0")
        }) {
            assertThat(read(Records.of(1, key, 1L, "{}")).id()).isEqualTo("17");
        }
        assertThat(read(Records.of(1, BigDecimal.TEN.pow(30), 1L, "{}")).id()).isEqualTo("1" + "0".repeat(30));
    }

    /** As Debezium gives a NUMERIC without scale. */
    private static Struct numeric(String number) {
        BigDecimal decimal = new BigDecimal(number);
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        return new Struct(schema)
                .put("scale", decimal.scale())
                .put("value", decimal.unscaledValue().toByteArray());
    }

    @Test
    void keepsNoMapsAndStructsThatConnectCanRestore() {
        Object map = Map.of("total", 1);

        Document document = read(new Remembered(Records.of(5, "o-1", "42", map)));

        assertThat(document.origin()).isInstanceOf(Remembered.class);
        assertThat(document.origin().value()).isNull();
        assertThat(document.origin().key()).isEqualTo("o-1");
        assertThat(document.coordinates()).hasToString(TOPIC + "-0@5");
        assertThat(document.origin().headers()).hasSize(1);
        assertThat(source(document)).isEqualTo("{\"total\":1}");
    }

    @Test
    void keepsThePlainRecordWhole() {
        Object map = Map.of("total", 1);

        assertThat(read(Records.of(5, "o-1", "42", map)).origin().value()).isEqualTo(map);
        assertThat(read(new Forgetful(Records.of(5, "o-1", "42", map))).origin().value())
                .isEqualTo(map);
    }

    /** One that leaves it to its parent to make others of it. */
    private static class Forgetful extends SinkRecord {
        Forgetful(SinkRecord record) {
            this(record, record.value());
        }

        Forgetful(SinkRecord record, Object value) {
            super(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    null,
                    value,
                    record.kafkaOffset(),
                    record.timestamp(),
                    record.timestampType(),
                    record.headers());
        }
    }

    /** As Connect's own records, which know what they were read from. */
    private static final class Remembered extends Forgetful {
        Remembered(SinkRecord record) {
            super(record);
        }

        private Remembered(SinkRecord record, Object value) {
            super(record, value);
        }

        @Override
        public SinkRecord newRecord(
                String topic,
                Integer partition,
                Schema keySchema,
                Object key,
                Schema valueSchema,
                Object value,
                Long timestamp,
                Iterable<Header> headers) {
            return new Remembered(this, value);
        }
    }

    @Test
    void readsVersionsLeniently() {
        for (Object version : new Object[] {
            "7",
            "0007",
            7L,
            7,
            (short) 7,
            (byte) 7,
            7.0,
            7.0f,
            "7".getBytes(UTF_8),
            BigInteger.valueOf(7),
            new BigDecimal("7.00"),
            numeric("7")
        }) {
            assertThat(read(Records.of(1, "k", version, "{}")).version()).isEqualTo(7);
        }
        assertThat(read(Records.of(1, "k", Long.toString(Long.MAX_VALUE), "{}")).version())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesWhatIsNoVersion() {
        for (Object version : new Object[] {
            "",
            "0",
            "-1",
            "+7",
            "\u0667",
            "1.5",
            "x",
            " 1",
            "9223372036854775808",
            0L,
            -3,
            1.5,
            1e300,
            Double.NaN,
            true,
            new BigDecimal("7.5"),
            BigInteger.TWO.pow(63),
            new BigDecimal("1E+2000000000"),
            BigDecimal.ZERO,
            numeric("7.5")
        }) {
            assertThatThrownBy(() -> read(Records.of(1, "k", version, "{}")))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot index " + TOPIC + "-0@1: header ce_aggregateversion is not a whole number from 1;"
                                    + " set external.version.header to the one that carries the version");
        }
    }

    @Test
    void namesCoordinatesAndOptionWhenTheVersionIsMissing() {
        assertThatThrownBy(() -> read(Records.of(9, "k", null, "{}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(TOPIC + "-0@9")
                .hasMessageContaining("external.version.header");
    }

    @Test
    void refusesWhatIsNoId() {
        assertRefused(null, "key is null");
        assertRefused("", "1 to 512 bytes");
        assertRefused("x".repeat(513), "1 to 512 bytes");
        assertRefused("half \ud83d", "1 to 512 bytes");
        assertRefused(new byte[] {(byte) 0xff}, "not valid UTF-8");
        assertRefused(4.2, "type Double");
        assertRefused(new BigDecimal("4.2"), "type BigDecimal and no whole number");
        assertRefused(new BigDecimal("1E+2000000000"), "type BigDecimal and no whole number");
        assertThat(read(Records.of(1, "x".repeat(512), 1L, "{}")).id()).hasSize(512);
    }

    private void assertRefused(Object key, String why) {
        assertThatThrownBy(() -> read(Records.of(3, key, 1L, "{}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Cannot index " + TOPIC + "-0@3: key")
                .hasMessageContaining(why);
    }

    @Test
    void readsANullValueAsAnErasureStub() {
        Document document = read(Records.erasure(5, "o\"1\n", 8));

        assertThat(document.erasure()).isTrue();
        assertThat(document.version()).isEqualTo(8);
        assertThat(source(document)).isEqualTo("{\"id\":\"o\\\"1\\n\",\"version\":8,\"erased\":true}");
    }

    @Test
    void stopsAtANullValueWhenToldTo() {
        DocumentReader strict = Records.reader(NullValue.FAIL);
        assertThatThrownBy(() -> strict.read(Records.erasure(5, "o-1", 8)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("behavior.on.null.values=mark-erased");
    }

    @Test
    void makesADeletionOfANullValueWhenToldTo() {
        Document document = Records.reader(NullValue.DELETE)
                .read(Records.erasure(5, "o-1", 8))
                .orElseThrow();
        assertThat(document.kind()).isEqualTo(Document.Kind.DELETION);
        assertThat(document.version()).isEqualTo(8);
        assertThat(document.source().remaining()).isZero();
    }

    @Test
    void makesNothingOfANullValueWhenToldTo() {
        assertThat(Records.reader(NullValue.IGNORE).read(Records.of(5, null, null, null)))
                .isEmpty();
    }

    @Test
    void refusesValuesThatAreNoDocumentAndSaysWhichConverterToUse() {
        assertThatThrownBy(() -> read(Records.of(1, "k", 1L, 4.2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("type Double")
                .hasMessageContaining("ByteArrayConverter");
    }

    @Test
    void readsIdsFromKeysWithFieldsByTemplate() {
        DocumentReader reader = reader(IdTemplate.parse("t-{tenant}/{order.id}"), null);
        Map<String, Object> key = Map.of("tenant", "a", "order", Map.of("id", 7));
        assertThat(reader.read(Records.of(1, key, 1L, "{}")).orElseThrow().id()).isEqualTo("t-a/7");
        assertThatThrownBy(() ->
                        reader.read(Records.of(1, Map.of("tenant", "a/secret", "order", Map.of("id", 7)), 1L, "{}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key field tenant holds the separator")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> reader.read(Records.of(1, Map.of("tenant", "a"), 1L, "{}")))
                .hasMessageContaining("key field order.id of document.id.template is missing");
        assertThatThrownBy(() -> read(Records.of(1, key, 1L, "{}"))).hasMessageContaining("set document.id.template");
    }

    @Test
    void refusesValuesThatMakeTheSeparatorTogetherWithIt() {
        DocumentReader reader = reader(IdTemplate.parse("{tenant}::{id}"), null);
        Map<String, String> ambiguous = Map.of("tenant", "a:", "id", "b");
        assertThatThrownBy(() -> reader.read(Records.of(1, ambiguous, 1L, "{}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "key field tenant holds the separator of document.id.template, or ends with a part");
        Map<String, String> clear = Map.of("tenant", "a", "id", ":b");
        assertThat(reader.read(Records.of(1, clear, 1L, "{}")).orElseThrow().id())
                .isEqualTo("a:::b");
    }

    @Test
    void readsIdsFromStructs() {
        Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Struct key = new Struct(schema).put("id", 7L);
        assertThat(reader(IdTemplate.parse("{id}"), null)
                        .read(Records.of(1, key, 1L, "{}"))
                        .orElseThrow()
                        .id())
                .isEqualTo("7");
        Schema decimal = SchemaBuilder.struct().field("id", Decimal.schema(2)).build();
        assertThat(reader(IdTemplate.parse("{id}"), null)
                        .read(Records.of(1, new Struct(decimal).put("id", new BigDecimal("7.00")), 1L, "{}"))
                        .orElseThrow()
                        .id())
                .isEqualTo("7");
    }

    @Test
    void refusesTemplatesThatCouldMakeOneIdOfTwoKeys() {
        for (String template : new String[] {"", "x", "{a}{b}", "{a", "a}", "{}", "{a.}", "{{a}}"}) {
            assertThatThrownBy(() -> IdTemplate.parse(template))
                    .as(template)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void takesVersionsFromFieldsOrOffsets() {
        String json = "{\"a\":{\"b\":[1],\"v\":3},\"x\":{\"v\":7}}";
        Map<String, Object> map = Map.of("x", Map.of("v", 7));
        for (Object value : new Object[] {json, json.getBytes(UTF_8), map}) {
            assertThat(versioned(DocumentVersion.field(FieldPath.parse("x.v")), value))
                    .isEqualTo(7);
            assertThat(versioned(DocumentVersion.offset(), value)).isEqualTo(42);
        }
        assertThat(versioned(DocumentVersion.field(FieldPath.parse("v")), "{\"v\":7.0}"))
                .isEqualTo(7);
        for (String value : new String[] {
            "{}", "{\"x\":7}", "{\"x\":{\"v\":0}}", "{\"x\":{\"v\":1.5}}", "{\"x\":{\"v\":99999999999999999999}}"
        }) {
            assertThatThrownBy(() -> versioned(DocumentVersion.field(FieldPath.parse("x.v")), value))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("field x.v is missing or no whole number from 1; set external.version.field");
        }
    }

    private static long versioned(DocumentVersion version, Object value) {
        return new DocumentReader(Map.of(TOPIC, INDEX), null, version, null, NullValue.MARK_ERASED)
                .read(Records.of(41, "k", null, value))
                .orElseThrow()
                .version();
    }

    @Test
    void takesTheRoutingFromHeaderKeyOrValue() {
        SinkRecord record = Records.of(1, Map.of("id", "7", "tenant", "k"), 1L, "{\"tenant\":\"v\"}");
        record.headers().addString("tenant", "h");
        Map<String, String> expected = Map.of("header:tenant", "h", "key:tenant", "k", "value:tenant", "v");
        expected.forEach((routing, shard) -> assertThat(reader(IdTemplate.parse("{id}"), Routing.parse(routing))
                        .read(record)
                        .orElseThrow()
                        .routing())
                .isEqualTo(shard));
        assertThatThrownBy(() -> reader(IdTemplate.parse("{id}"), Routing.parse("value:missing"))
                        .read(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value missing is missing or no text; it is needed for document.routing");
        assertThatThrownBy(() -> Routing.parse("tenant")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesHalfASurrogatePairAsRouting() {
        SinkRecord record = Records.of(1, Map.of("id", "7", "tenant", "half \ud83d"), 1L, "{\"tenant\":\"\\ud83d\"}");
        record.headers().addString("tenant", "\ude00");
        for (String place : new String[] {"header", "key", "value"}) {
            assertRoutingRefused(record, place, "holds half a surrogate pair; it is needed for document.routing");
        }
        SinkRecord whole = Records.of(1, Map.of("id", "7"), 1L, "{\"tenant\":\"\\ud83d\\ude00\"}");
        assertThat(reader(IdTemplate.parse("{id}"), Routing.parse("value:tenant"))
                        .read(whole)
                        .orElseThrow()
                        .routing())
                .isEqualTo("\ud83d\ude00");
    }

    @Test
    void refusesBytesThatAreNoTextAsRouting() {
        SinkRecord record = Records.of(1, Map.of("id", "7", "tenant", new byte[] {(byte) 0xc3}), 1L, "{}");
        record.headers().addBytes("tenant", new byte[] {'h', (byte) 0xff});
        for (String place : new String[] {"header", "key"}) {
            assertRoutingRefused(record, place, "is not valid UTF-8; it is needed for document.routing");
        }
        record.headers().addBytes("tenant", "ö".getBytes(UTF_8));
        assertThat(reader(IdTemplate.parse("{id}"), Routing.parse("header:tenant"))
                        .read(record)
                        .orElseThrow()
                        .routing())
                .isEqualTo("ö");
    }

    private static void assertRoutingRefused(SinkRecord record, String place, String why) {
        DocumentReader routed = reader(IdTemplate.parse("{id}"), Routing.parse(place + ":tenant"));
        assertThatThrownBy(() -> routed.read(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Cannot index " + TOPIC + "-0@1: " + place + " tenant " + why);
    }

    private static DocumentReader reader(IdTemplate template, Routing routing) {
        return new DocumentReader(
                Map.of(TOPIC, INDEX), template, DocumentVersion.header(VERSION_HEADER), routing, NullValue.MARK_ERASED);
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> read(Records.of(1, "k", 1L, "{\"a\":\"\ud83d\"}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void neverQuotesTheValue() {
        assertThatThrownBy(() -> read(Records.of(1, "k", 1L, "{\"a\":hunter2}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(TOPIC + "-0@1: value is not well-formed JSON")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void goesByOriginalCoordinatesWhateverATransformRenamed() {
        Document document = read(Records.renamed(Records.event(11, "a", 1), "elsewhere"));
        assertThat(document.index()).isEqualTo(INDEX);
        assertThat(document.coordinates()).hasToString(TOPIC + "-0@11");
    }

    @Test
    void stopsAtATopicWithoutIndex() {
        DocumentReader other = new DocumentReader(
                Map.of("other", INDEX), null, DocumentVersion.header(VERSION_HEADER), null, NullValue.MARK_ERASED);
        assertThatThrownBy(() -> other.read(Records.event(1, "a", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("topic.to.external.resource.mapping");
    }

    private Document read(SinkRecord record) {
        return reader.read(record).orElseThrow();
    }

    private static String source(Document document) {
        return UTF_8.decode(document.source().duplicate()).toString();
    }
}
