package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointReplyTest {

    private static final String THERE = "{\"_index\":\"p\",\"_id\":\"u/t-0\",\"_version\":3,\"found\":true,\"_source\":"
            + "{\"index\":\"i\",\"topic\":\"t\",\"partition\":0,\"position\":7,\"seenUntil\":1764000000000,\"idleAt\":5}}";
    private static final String NOT_THERE = "{\"_index\":\"p\",\"_id\":\"u/t-1\",\"found\":false}";
    private static final String UNKNOWN =
            "{\"_index\":\"p\",\"_id\":\"u/t-1\",\"error\":{\"type\":\"no_shard_available\",\"found\":true}}";

    @Test
    void readsWhatIsThereAndLeavesOutWhatIsNot() throws IOException {
        assertThat(parse(THERE, NOT_THERE))
                .isEqualTo(Map.of(
                        "u/t-0",
                        Map.of("partition", 0L, "position", 7L, "seenUntil", 1_764_000_000_000L, "idleAt", 5L)));
    }

    @Test
    void whatCouldNotBeLookedForIsNotTakenForMissing() {
        assertThatThrownBy(() -> parse(THERE, UNKNOWN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CheckpointReply.parse(new ByteArrayInputStream(new byte[0]), 1))
                .isInstanceOf(IOException.class);
    }

    /** Rather than to take it for zero. */
    @Test
    void aFieldThatIsMissingIsNoCheckpoint() throws IOException {
        Map<String, Long> fields = parse(THERE).get("u/t-0");
        assertThatThrownBy(() -> CheckpointDocument.checkpoint(fields))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lastOffset");
        assertThatThrownBy(() -> CheckpointDocument.generation(fields)).isInstanceOf(IOException.class);
    }

    private static Map<String, Map<String, Long>> parse(String... documents) throws IOException {
        String body = "{\"docs\":[" + String.join(",", documents) + "]}";
        return CheckpointReply.parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), documents.length);
    }
}
