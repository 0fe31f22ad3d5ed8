package dev.drawbridge.contracts.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.compile.SmallContract;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractBundleTest {

    @TempDir
    Path folder;

    @Test
    void isTheSameFromAFileAFolderAndInline() throws IOException {
        write();
        ContractBundle fromFile = ContractBundle.load(folder.resolve("mapping.yaml"));
        ContractBundle fromFolder = ContractBundle.load(folder);
        ContractBundle inline = ContractBundle.parse(fromFile.inline());
        assertThat(fromFile.hash())
                .matches("[0-9a-f]{64}")
                .isEqualTo(fromFolder.hash())
                .isEqualTo(inline.hash());
        assertThat(inline.inline()).isEqualTo(fromFile.inline()).startsWith("{\"mapping.yaml\":\"context: parcels\\n");
        assertThat(ContractCompiler.compile(inline).findings()).isEmpty();
    }

    @Test
    void hasAnotherHashWhenAnythingChanges() throws IOException {
        write();
        String before = ContractBundle.load(folder).hash();
        Files.writeString(folder.resolve("parcel.v1.schema.json"), SmallContract.SCHEMA + "\n");
        assertThat(ContractBundle.load(folder).hash()).isNotEqualTo(before);
    }

    @Test
    void leavesItToTheCompilerToMissTheContract() throws IOException {
        write();
        Files.delete(folder.resolve("parcel.v1.schema.json"));
        assertThat(ContractCompiler.compile(ContractBundle.load(folder)).findings())
                .map(Finding::what)
                .containsExactly("there is no file 'parcel.v1.schema.json'");
    }

    @Test
    void refusesLocationsAndTextsThatHoldNoBundle() {
        assertThatThrownBy(() -> ContractBundle.load(folder.resolve("nowhere.yaml")))
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("nowhere.yaml:1:1: there is no such file");
        assertThatThrownBy(() -> ContractBundle.parse("/etc/passwd")).isInstanceOf(InvalidContractException.class);
        assertThatThrownBy(() -> ContractBundle.parse("{\"mapping.yaml\": 3}"))
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("contract:1:2: file 'mapping.yaml' is not text");
        assertThatThrownBy(() -> ContractBundle.parse("{")).isInstanceOf(InvalidContractException.class);
    }

    private void write() throws IOException {
        for (Map.Entry<String, String> file : SmallContract.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
