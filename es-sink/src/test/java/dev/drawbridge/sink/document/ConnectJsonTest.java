package dev.drawbridge.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("JavaUtilDate") // Connect's own type for dates
class ConnectJsonTest {

    @Test
    void writesEveryTypeOfAStruct() throws Exception {
        Schema inner = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("b", Schema.BOOLEAN_SCHEMA)
                .field("i8", Schema.INT8_SCHEMA)
                .field("i64", Schema.INT64_SCHEMA)
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.FLOAT64_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("day", Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field("none", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "defaulted",
                        SchemaBuilder.string().optional().defaultValue("x").build())
                .field("list", SchemaBuilder.array(inner).build())
                .field(
                        "days",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Date.SCHEMA).build())
                .build();
        Struct struct = new Struct(schema)
                .put("b", true)
                .put("i8", (byte) -8)
                .put("i64", Long.MAX_VALUE)
                .put("f32", 0.1f)
                .put("f64", 1e300)
                .put("text", "a\"\n\u2028ö")
                .put("bytes", ByteBuffer.wrap(new byte[] {1, 2}))
                .put("price", new BigDecimal("12345678901234567890.10"))
                .put("day", new java.util.Date(86_400_000L))
                .put("time", new java.util.Date(3_600_001L))
                .put("at", new java.util.Date(1_001L))
                .put("defaulted", null)
                .put("list", List.of(new Struct(inner).put("n", 1)))
                .put("days", Map.of("d", new java.util.Date(0)));

        assertThat(json(struct))
                .isEqualTo("{\"b\":true,\"i8\":-8,\"i64\":9223372036854775807,\"f32\":0.1,\"f64\":1.0E300,"
                        + "\"text\":\"a\\\"\\n\u2028ö\",\"bytes\":\"AQI=\",\"price\":12345678901234567890.10,"
                        + "\"day\":\"1970-01-02\",\"time\":\"01:00:00.001\",\"at\":\"1970-01-01T00:00:01.001Z\","
                        + "\"none\":null,\"defaulted\":null,\"list\":[{\"n\":1}],\"days\":{\"d\":\"1970-01-01\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "Date, 20785, 2026-11-28",
        "Date, -1, 1969-12-31",
        "Time, 45000123, 12:30:00.123",
        "MicroTime, 45000123456, 12:30:00.123456",
        "NanoTime, 45000123456789, 12:30:00.123456789",
        "MicroTime, 86400000000, 24:00:00.000000",
        "Timestamp, 1795876720707, 2026-11-28T14:38:40.707Z",
        "MicroTimestamp, 1795876720707123, 2026-11-28T14:38:40.707123Z",
        "MicroTimestamp, -1, 1969-12-31T23:59:59.999999Z",
        "NanoTimestamp, 1795876720707123456, 2026-11-28T14:38:40.707123456Z",
        "MicroTimestamp, 9223372036854775807, +294247-01-10T04:00:54.775807Z"
    })
    void writesTheTimesOfDebeziumAsThoseOfConnect(String type, long number, String text) throws Exception {
        assertThat(json(debezium(type, number))).isEqualTo("{\"at\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"MicroDuration, 5", "Year, 2026", "MicroTime, -1", "Time, 86400001", "NotYetInvented, 7"})
    void leavesWhatIsNoPointInTimeANumber(String type, long number) throws Exception {
        assertThat(json(debezium(type, number))).isEqualTo("{\"at\":" + number + "}");
    }

    private static Struct debezium(String type, long number) {
        Schema at = SchemaBuilder.int64()
                .name("io.debezium.time." + type)
                .optional()
                .build();
        return new Struct(SchemaBuilder.struct().field("at", at).build()).put("at", number);
    }

    /** As Debezium gives a NUMERIC without scale. */
    @Test
    void writesDecimalsOfVariableScaleAsNumbers() throws Exception {
        Schema decimal = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct struct = new Struct(SchemaBuilder.struct().field("n", decimal).build())
                .put("n", new Struct(decimal).put("scale", 3).put("value", new byte[] {4, (byte) 0xd2}));
        assertThat(json(struct)).isEqualTo("{\"n\":1.234}");
    }

    @Test
    void writesSchemalessMaps() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", Arrays.asList(1, 4.2, null, "x", Map.of()));
        map.put("big", new BigInteger("99999999999999999999"));
        map.put("at", new java.util.Date(0));
        map.put("bytes", new byte[] {1, 2});
        assertThat(json(map))
                .isEqualTo("{\"a\":[1,4.2,null,\"x\",{}],\"big\":99999999999999999999,\"at\":\"1970-01-01T00:00:00Z\","
                        + "\"bytes\":\"AQI=\"}");
    }

    @Test
    void holdsNoRawNewline() throws Exception {
        assertThat(json(Map.of("a\n", "b\r\n\u0000"))).doesNotContain("\n", "\r", "\u0000");
    }

    @Test
    void refusesWhatJsonCannotExpress() {
        Map<String, Object> deep = Map.of();
        for (int i = 0; i < DocumentSource.MAX_DEPTH; i++) {
            deep = Map.of("a", deep);
        }
        for (Object value : new Object[] {
            Map.of("a", Double.NaN),
            Map.of("a", Float.POSITIVE_INFINITY),
            Map.of("a", "\ud83d"),
            new Struct(SchemaBuilder.struct()
                            .field("\ud83d", Schema.INT32_SCHEMA)
                            .build())
                    .put("\ud83d", 1),
            Map.of("a", new Object()),
            Map.of(List.of(), 1),
            deep
        }) {
            assertThatThrownBy(() -> ConnectJson.write(value)).isInstanceOf(DocumentSource.Unsafe.class);
        }
    }

    private static String json(Object value) throws DocumentSource.Unsafe {
        return new String(ConnectJson.write(value), UTF_8);
    }
}
