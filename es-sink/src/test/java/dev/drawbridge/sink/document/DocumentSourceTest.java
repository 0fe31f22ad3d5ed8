package dev.drawbridge.sink.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\":1} ",
                "{\"a\":[{\"b\":41},{\"b\":4.2}],\"c\":null,\"d\":[]}",
                "{\"name\":\"Zoë 😀 \\n \\u000a {}\"}",
                "{\"a\":1,\"a\":2}",
                "\t{\"a\":1e400}"
            })
    void passesOneObjectOnByteForByte(String json) throws Exception {
        assertThat(proven(json)).isEqualTo(json);
    }

    /** What parsers that are strict refuse would make each answer that holds the document unreadable for them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\uDE00\"}",
                "{\"a\":\"\\ud83d \\ude00\"}",
                "{\"a\":\"\\ud83d\\n\"}",
                "{\"a\":\"\\ud83d\\ud83d\\ude00\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"\\ud83dude00\"}",
                "{\"a\":\"\\ud83d\\u0041\"}",
                "{\"\\ud83d\":[{\"b\":1}]}"
            })
    void refusesHalfASurrogatePairAsAnEscape(String json) {
        assertThatThrownBy(() -> proven(json)).hasMessage("holds text with half a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud83d\\ude00\"}",
                "{\"a\":\"\\uD83D\\uDE00x\\uD83D\\uDE00\"}",
                "{\"a\":\"\\\\ud83d\"}",
                "{\"a\":\"\\u0041\\ue000\\ud7ff\"}"
            })
    void passesWholeSurrogatePairsOn(String json) throws Exception {
        assertThat(proven(json)).isEqualTo(json);
    }

    @Test
    void putsPrettyPrintedJsonOnOneLineWithoutTouchingItsMeaning() throws Exception {
        assertThat(proven("{\r\n  \"a\": \"x y\"\n}\n")).isEqualTo("{    \"a\": \"x y\" } ");
    }

    @Test
    void doesNotChangeTheGivenBytes() throws Exception {
        byte[] json = "{\n}".getBytes(UTF_8);
        ByteBuffer unused = DocumentSource.proven(json);
        assertThat(json).isEqualTo("{\n}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "42",
                "[{}]",
                "\"{}\"",
                "{",
                "{\"a\":1",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":NaN}",
                "{} {}",
                "{}{}",
                "{},{}",
                "{}]",
                "{} x",
                "{} // x",
                "{\"a\":01}",
                // would end the line and smuggle in an operation of its own
                "{}\n{\"delete\":{\"_index\":\"other\",\"_id\":\"1\"}}",
                "{\"a\":1}\n{\"index\":{}}\n{\"b\":1}",
                "{\"a\":\"raw\nnewline\"}",
                "{\"a\":\"raw\rreturn\"}",
                "{\"a\":\"raw\ttab\"}",
                "{\"raw\nname\":1}",
                "{\"a\":\"raw\u0000nul\"}",
                "\u001e{}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\ud83",
                "{\"a\":\"\\ud83d\\u",
                "{\"a\":\"\\ud83d\\ude0\"}",
                "{\"a\":\"\\ud83d",
                "\uFEFF{}"
            })
    void refusesAnythingElse(String json) {
        assertThatThrownBy(() -> proven(json)).isInstanceOf(DocumentSource.Unsafe.class);
    }

    @Test
    void refusesOtherEncodings() {
        for (Charset charset : new Charset[] {UTF_16LE, Charset.forName("UTF-16"), Charset.forName("UTF-32BE")}) {
            assertThatThrownBy(() -> DocumentSource.proven("{\"a\":1}".getBytes(charset)))
                    .isInstanceOf(DocumentSource.Unsafe.class);
        }
        assertThatThrownBy(() -> DocumentSource.proven("{\"a\":\"Zoë\"}".getBytes(ISO_8859_1)))
                .hasMessage("is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0af",
                "c18a",
                "e08a8a",
                "eda080",
                "f0808a8a",
                "f4908080",
                "f8888080",
                "80",
                "c3",
                "e282",
                "ff",
                "fe"
            })
    void refusesMalformedUtf8InStrings(String hex) {
        byte[] json = ("{\"a\":\"" + new String(HexFormat.of().parseHex(hex), ISO_8859_1) + "\"}").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> DocumentSource.proven(json)).hasMessage("is not valid UTF-8");
    }

    @Test
    void boundsNesting() throws Exception {
        int most = DocumentSource.MAX_DEPTH;
        assertThat(proven(nested(most))).isEqualTo(nested(most));
        assertThatThrownBy(() -> proven(nested(most + 1))).hasMessageContaining("at most 100 levels");
        assertThatThrownBy(() -> proven("{\"a\":" + "[".repeat(1_000_000))).hasMessageContaining("at most 100 levels");
    }

    @Test
    void neverQuotesTheSource() {
        assertThatThrownBy(() -> proven("{\"a\": hunter2secret}"))
                .hasMessageNotContaining("hunter")
                .hasNoCause()
                .hasMessageContaining("near byte");
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static String proven(String json) throws DocumentSource.Unsafe {
        return UTF_8.decode(DocumentSource.proven(json.getBytes(UTF_8))).toString();
    }

    /** Long runs are looked through in steps of eight bytes. */
    @Test
    void everyByteIsSeenAtEveryPlace() {
        for (int at = 0; at < 40; at++) {
            for (int b = 0; b < 256; b++) {
                boolean ordinary = b >= ' ' && b < 0x80 && b != '"' && b != '\\';
                assertThat(isProven(textWith(at, (byte) b)))
                        .as("byte %d at %d", b, at)
                        .isEqualTo(ordinary);
            }
            assertThat(isProven(textWith(at, (byte) 0xC3, (byte) 0xAB))).isTrue();
            assertThat(isProven(textWith(at, (byte) '\\', (byte) 'n'))).isTrue();
        }
    }

    @Test
    void everyControlCharacterIsSeenBetweenTokensAtEveryPlace() throws DocumentSource.Unsafe {
        for (int at = 0; at < 40; at++) {
            for (byte b = 0; b < ' '; b++) {
                byte[] json = ("{\"a\":1" + " ".repeat(42) + "}").getBytes(UTF_8);
                json[6 + at] = b;
                boolean whitespace = b == '\n' || b == '\r' || b == '\t';
                assertThat(isProven(json)).as("byte %d at %d", b, at).isEqualTo(whitespace);
                if (whitespace) {
                    assertThat(DocumentSource.proven(json).get(6 + at)).isEqualTo(b == '\t' ? b : (byte) ' ');
                }
            }
        }
    }

    private static byte[] textWith(int at, byte... bytes) {
        byte[] json = ("{\"a\":\"" + "x".repeat(42) + "\"}").getBytes(UTF_8);
        System.arraycopy(bytes, 0, json, 6 + at, bytes.length);
        return json;
    }

    private static boolean isProven(byte[] json) {
        try {
            return DocumentSource.proven(json).remaining() == json.length;
        } catch (DocumentSource.Unsafe e) {
            return false;
        }
    }
}
