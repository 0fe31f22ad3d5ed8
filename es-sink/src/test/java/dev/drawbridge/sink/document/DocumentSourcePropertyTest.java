package dev.drawbridge.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class DocumentSourcePropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] BITS = {
        "{",
        "}",
        "\n",
        "\r",
        "\"",
        "a",
        ":",
        "1",
        ",",
        "[",
        "]",
        " ",
        "\\n",
        "\\",
        "{\"a\":1}",
        "\u0000",
        "ë",
        "\uFEFF",
        "{}"
    };

    @Property(tries = 20_000)
    void whatPassesIsOneObjectOnOneLine(@ForAll @Size(max = 12) byte[] picks) throws Exception {
        StringBuilder text = new StringBuilder();
        for (byte pick : picks) {
            text.append(BITS[Math.floorMod(pick, BITS.length)]);
        }
        ByteBuffer line;
        try {
            line = DocumentSource.proven(text.toString().getBytes(UTF_8));
        } catch (DocumentSource.Unsafe e) {
            return;
        }
        String source = UTF_8.decode(line).toString();
        assertThat(source).doesNotContain("\n", "\r");
        JsonNode tree = JSON.readTree(source);
        assertThat(tree.isObject()).isTrue();
        assertThat(tree).isEqualTo(JSON.readTree(text.toString()));
    }

    private static final String[] TOKENS = {
        "{", "}", "[", "]", ":", ",", "\"a\"", "\"", "1", "0", "-", ".", "e", "E", "+", "true", "false", "null", "nul",
        " ", "\n", "\\", "\\n", "\\u00e4", "\\u12", "b", "ë", "\"a\":", "\"b\":[", "1,", "-0.5e+7"
    };

    /** Each text begins as an object, so that most get far. */
    @Property(tries = 50_000)
    void judgesJsonAsJacksonDoes(@ForAll @Size(max = 10) byte[] picks, @ForAll boolean closed) {
        StringBuilder text = new StringBuilder("{\"x\":");
        for (byte pick : picks) {
            text.append(TOKENS[Math.floorMod(pick, TOKENS.length)]);
        }
        text.append(closed ? "}" : "");
        assertThat(isProven(text.toString())).as(text.toString()).isEqualTo(isOneObject(text.toString()));
    }

    private static boolean isProven(String text) {
        try {
            ByteBuffer unused = DocumentSource.proven(text.getBytes(UTF_8));
            return true;
        } catch (DocumentSource.Unsafe e) {
            return false;
        }
    }

    private static boolean isOneObject(String text) {
        try (JsonParser parser = JSON.createParser(text.getBytes(UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Property(tries = 20_000)
    void judgesUtf8AsTheJdkDoes(@ForAll @Size(max = 6) byte[] bytes) {
        assertThat(Utf8.isValid(bytes)).isEqualTo(decodes(bytes));
    }

    private static boolean decodes(byte[] bytes) {
        try {
            CharBuffer unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
