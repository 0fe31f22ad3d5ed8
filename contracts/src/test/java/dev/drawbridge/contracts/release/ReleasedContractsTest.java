package dev.drawbridge.contracts.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.compile.SmallContract;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import dev.drawbridge.contracts.source.InvalidContractException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasedContractsTest {
    private static final TopicContract TOPIC =
            TopicContract.of(SmallContract.compile(SmallContract.files()).orThrow());

    @TempDir
    private Path context;

    private ReleasedContracts released;

    @BeforeEach
    void nothingIsReleased() {
        released = ReleasedContracts.beside(context.resolve("parcel.v1.schema.json"));
    }

    @Test
    void areNoneWhereThereIsNoFolder() {
        assertThat(released.last()).isEmpty();
        assertThat(released.next(ReleaseImpact.MAJOR)).isEqualTo("1.0.0");
    }

    @Test
    void askForTheNextVersion() throws IOException {
        for (String version : new String[] {"1.0.0", "1.10.0", "1.9.3"}) {
            release(released, version);
        }
        assertThat(released.all()).map(Release::version).containsExactly("1.0.0", "1.9.3", "1.10.0");
        assertThat(released.all()).allMatch(release -> release.topic().equals(TOPIC));
        assertThat(released.next(ReleaseImpact.MINOR)).isEqualTo("1.11.0");
        assertThat(released.next(ReleaseImpact.PATCH)).isEqualTo("1.10.1");
    }

    @Test
    void areThereThoughTheirContractWasRenamed() throws IOException {
        release(ReleasedContracts.beside(context.resolve("parcel-old.v1.schema.json")), "2.0.0");
        assertThat(released.all()).singleElement().matches(release -> release.is("parcel-old.v1", "2.0.0"));
    }

    @Test
    void areRefusedWithHalfOfOneMissing() throws IOException {
        release(released, "1.0.0");
        Files.delete(released.topicFile("1.0.0"));
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released/parcel.v1-1.0.0.topic.json:1:1: there is no such file: ")
                .hasMessageContaining("Put it back as it was released; connect-config/README.md shows one.");
        release(released, "1.0.0");
        Files.delete(released.file("1.0.0"));
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released/parcel.v1-1.0.0.json:1:1: there is no such file: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parcel.v1-1.1.json", "parcel.v1-1.1.0.json.orig", "parcel.v1.json", "old"})
    void areRefusedWithAnythingElseInTheirFolder(String name) throws IOException {
        release(released, "1.0.0");
        Files.createDirectory(released.folder().resolve(name));
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released/" + name + ":1:1: not a release: ");
    }

    @Test
    void doNotMindWhatEditorsHide() throws IOException {
        release(released, "1.0.0");
        Files.createFile(released.folder().resolve(".parcel.v1-1.0.0.json.swp"));
        assertThat(released.all()).hasSize(1);
    }

    @Test
    void areRefusedWhereTheyCannotBeRead() throws IOException {
        release(released, "1.0.0");
        Files.write(released.file("1.0.0"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released/parcel.v1-1.0.0.json:1:1: not a file of UTF-8 text");
        Files.delete(released.file("1.0.0"));
        Files.createDirectory(released.file("1.0.0"));
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released/parcel.v1-1.0.0.json:1:1: not a file of UTF-8 text");
    }

    @Test
    void areRefusedWhereTheirFolderIsNone() throws IOException {
        Files.createFile(released.folder());
        assertThatThrownBy(released::all)
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("released:1:1: not a folder that can be read: ");
        Files.delete(released.folder());
        Files.createSymbolicLink(released.folder(), context.resolve("nowhere"));
        assertThatThrownBy(released::all).isInstanceOf(InvalidContractException.class);
    }

    private static void release(ReleasedContracts released, String version) throws IOException {
        Files.createDirectories(released.folder());
        Files.writeString(released.file(version), SmallContract.SCHEMA);
        Files.writeString(released.topicFile(version), TOPIC.text());
    }
}
