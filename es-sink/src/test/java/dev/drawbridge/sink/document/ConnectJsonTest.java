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
