package dev.drawbridge.ops.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.Placeholders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsFileTest {
    @TempDir
    private Path folder;

    @Test
    void twoFilesThatDifferAboutATopicAreRefusedByName() throws IOException {
        TopicsFile first = file("a.json", "{\"shared\": {\"partitions\": 1}, \"own\": {}}");
        TopicsFile same = file("b.json", "{\"shared\": {\"partitions\": 1}}");
        TopicsFile other = file("c.json", "{\"shared\": {\"partitions\": 2}}");

        TopicsFile.demandThatTheyAgree(List.of(first, same));
        assertThatThrownBy(() -> TopicsFile.demandThatTheyAgree(List.of(first, same, other)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("Topic shared", "a.json", "c.json", "Nothing was created");
    }

    private TopicsFile file(String name, String text) throws IOException {
        return TopicsFile.read(Files.writeString(folder.resolve(name), text), Placeholders.of(Map.of()));
    }
}
