package dev.drawbridge.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
