package dev.drawbridge.ops.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentFilesTest {
    @TempDir
    private Path folder;

    @Test
    void sourcesComeFirst() throws IOException {
        source("a", "reads", "\"slot.name\":\"one\"");
        sink("b", "writes");
        assertThat(files().connectors()).extracting(ConnectorFile::name).containsExactly("reads", "writes");
    }

    @Test
    void oneKindAloneIsEnough() throws IOException {
        sink("b", "writes");
        assertThat(files().contexts()).isEmpty();
        assertThat(files().connectors()).hasSize(1);
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        DeploymentFiles gone = new DeploymentFiles(folder.resolve("gone"), Placeholders.of(Map.of()));
        assertThatThrownBy(gone::contexts)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll(folder.resolve("gone").toString(), "is not a folder", "--files");
        assertThatThrownBy(gone::readModels).isInstanceOf(ActionRequiredException.class);
    }

    @Test
    void aFolderWithNeitherKindIsRefused() {
        assertThatThrownBy(files()::connectors)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll(folder.toString(), "neither contexts/ nor readmodels/");
    }

    @Test
    void aConnectorThatIsThereTwiceIsRefused() throws IOException {
        source("a", "same", "\"slot.name\":\"one\"");
        sink("b", "same");
        assertThatThrownBy(files()::connectors)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("contexts/a/source.json", "readmodels/b/sink.json", "connector same");
    }

    @Test
    void aSlotThatTwoSourcesReadIsRefused() throws IOException {
        source("a", "one", "\"slot.name\":\"s\",\"database.hostname\":\"h\",\"database.dbname\":\"x\"");
        source("b", "two", "\"slot.name\":\"s\",\"database.hostname\":\"H\",\"database.port\":\"5432\"");
        assertThatThrownBy(files()::connectors)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("contexts/a/source.json", "contexts/b/source.json", "slot s at h:5432");
    }

    @Test
    void slotsOfTwoServersMayHaveOneName() throws IOException {
        source("a", "one", "\"slot.name\":\"s\",\"database.hostname\":\"h\"");
        source("b", "two", "\"slot.name\":\"s\",\"database.hostname\":\"other\"");
        assertThat(files().connectors()).hasSize(2);
    }

    private DeploymentFiles files() {
        return new DeploymentFiles(folder, Placeholders.of(Map.of()));
    }

    private void source(String context, String name, String options) throws IOException {
        write("contexts/" + context + "/source.json", name, options);
    }

    private void sink(String readModel, String name) throws IOException {
        write("readmodels/" + readModel + "/sink.json", name, "\"a\":\"b\"");
    }

    private void write(String path, String name, String options) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"name\":\"" + name + "\",\"config\":{" + options + "}}");
    }
}
