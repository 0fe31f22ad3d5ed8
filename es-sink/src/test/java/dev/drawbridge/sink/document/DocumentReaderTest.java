package dev.drawbridge.sink.document;

import static dev.drawbridge.sink.Records.INDEX;
import static dev.drawbridge.sink.Records.TOPIC;
import static dev.drawbridge.sink.Records.VERSION_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.sink.Records;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {

    private final DocumentReader reader = new DocumentReader(Map.of(TOPIC, INDEX), VERSION_HEADER, true);

    @Test
    void readsIdFromKeyVersionFromHeaderAndSourceFromValue() {
        Document document = reader.read(Records.of(5, "o-1", "42", "{\"total\":4.20}"));

        assertThat(document.index()).isEqualTo(INDEX);
        assertThat(document.id()).isEqualTo("o-1");
        assertThat(document.version()).isEqualTo(42);
        assertThat(source(document)).isEqualTo("{\"total\":4.20}");
        assertThat(document.erasure()).isFalse();
        assertThat(document.coordinates()).hasToString(TOPIC + "-0@5");
    }

    @Test
    void readsKeysAndValuesAsBytesTextOrWholeNumbers() {
        assertThat(reader.read(Records.of(1, "ö".getBytes(UTF_8), 1L, "{}".getBytes(UTF_8)))
                        .id())
                .isEqualTo("ö");
        assertThat(reader.read(Records.of(
                                1, ByteBuffer.wrap(new byte[] {'x'}), 1L, ByteBuffer.wrap(new byte[] {'{', '}'})))
                        .id())
                .isEqualTo("x");
        assertThat(reader.read(Records.of(1, 17L, 1L, "{}")).id()).isEqualTo("17");
    }

    @Test
    void readsVersionsLeniently() {
        for (Object version : new Object[] {"7", "0007", 7L, 7, (short) 7, (byte) 7, 7.0, 7.0f, "7".getBytes(UTF_8)}) {
            assertThat(reader.read(Records.of(1, "k", version, "{}")).version()).isEqualTo(7);
        }
        assertThat(reader.read(Records.of(1, "k", Long.toString(Long.MAX_VALUE), "{}"))
                        .version())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesWhatIsNoVersion() {
        for (Object version : new Object[] {
            "", "0", "-1", "1.5", "x", " 1", "9223372036854775808", 0L, -3, 1.5, 1e300, Double.NaN, true
        }) {
            assertThatThrownBy(() -> reader.read(Records.of(1, "k", version, "{}")))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot index " + TOPIC + "-0@1: header ce_aggregateversion is not a whole number from 1;"
                                    + " set external.version.header to the one that carries the version");
        }
    }

    @Test
    void namesCoordinatesAndOptionWhenTheVersionIsMissing() {
        assertThatThrownBy(() -> reader.read(Records.of(9, "k", null, "{}")))
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
        assertThat(reader.read(Records.of(1, "x".repeat(512), 1L, "{}")).id()).hasSize(512);
    }

    private void assertRefused(Object key, String why) {
        assertThatThrownBy(() -> reader.read(Records.of(3, key, 1L, "{}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Cannot index " + TOPIC + "-0@3: key")
                .hasMessageContaining(why);
    }

    @Test
    void readsANullValueAsAnErasureStub() {
        Document document = reader.read(Records.erasure(5, "o\"1\n", 8));

        assertThat(document.erasure()).isTrue();
        assertThat(document.version()).isEqualTo(8);
        assertThat(source(document)).isEqualTo("{\"id\":\"o\\\"1\\n\",\"version\":8,\"erased\":true}");
    }

    @Test
    void stopsAtANullValueWhenToldTo() {
        DocumentReader strict = new DocumentReader(Map.of(TOPIC, INDEX), VERSION_HEADER, false);
        assertThatThrownBy(() -> strict.read(Records.erasure(5, "o-1", 8)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("behavior.on.null.values=stub");
    }

    @Test
    void refusesStructsAndMapsAndSaysWhichConverterToUse() {
        Struct struct = new Struct(SchemaBuilder.struct().build());
        for (Object value : new Object[] {struct, Map.of("a", "secret")}) {
            assertThatThrownBy(() -> reader.read(Records.of(1, "k", 1L, value)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("ByteArrayConverter")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> reader.read(Records.of(1, "k", 1L, "{\"a\":\"\ud83d\"}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void neverQuotesTheValue() {
        assertThatThrownBy(() -> reader.read(Records.of(1, "k", 1L, "{\"a\":hunter2}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(TOPIC + "-0@1: value is not well-formed JSON")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void goesByOriginalCoordinatesWhateverATransformRenamed() {
        Document document = reader.read(Records.renamed(Records.event(11, "a", 1), "elsewhere"));
        assertThat(document.index()).isEqualTo(INDEX);
        assertThat(document.coordinates()).hasToString(TOPIC + "-0@11");
    }

    @Test
    void stopsAtATopicWithoutIndex() {
        DocumentReader other = new DocumentReader(Map.of("other", INDEX), VERSION_HEADER, true);
        assertThatThrownBy(() -> other.read(Records.event(1, "a", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("topic.to.external.resource.mapping");
    }

    private static String source(Document document) {
        return UTF_8.decode(document.source().duplicate()).toString();
    }
}
