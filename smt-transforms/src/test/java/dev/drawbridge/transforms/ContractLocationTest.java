package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the option {@code contract} may have a worker read, and what is said of it to whoever asks Connect to validate. */
class ContractLocationTest {
    private static final String ALLOWED = "drawbridge.contract.folders";
    private static final String SECRET = "alice:s3cret";

    @TempDir
    Path folder;

    private Path allowed;
    private Path elsewhere;

    @BeforeEach
    void write() throws IOException {
        allowed = copy(Files.createDirectory(folder.resolve("allowed")));
        elsewhere = copy(Files.createDirectory(folder.resolve("elsewhere")));
        Files.writeString(elsewhere.resolve("passwords"), SECRET + ": 1\nbob: [\n");
    }

    @AfterEach
    void allowNothing() {
        System.clearProperty(ALLOWED);
    }

    @Test
    void noFileIsReadUnlessTheWorkerAllowsIt() {
        assertRefused(elsewhere.resolve("passwords"));
        assertRefused(elsewhere.resolve("mapping.yaml"));
        assertRefused(elsewhere);
        assertRefused(Path.of("/etc/passwd"));
    }

    @Test
    void foldersThatTheWorkerAllowsAreRead() {
        System.setProperty(ALLOWED, folder.resolve("none") + ":" + allowed);
        for (Path location : List.of(allowed, allowed.resolve("mapping.yaml"))) {
            assertThat(RecordView.of(
                            transform(location).apply(OutboxChange.lineAdded().build())))
                    .isEqualTo(RecordView.of(
                            Transforms.failing().apply(OutboxChange.lineAdded().build())));
        }
    }

    @Test
    void linksAndDotsLeadOutOfNoFolder() throws IOException {
        System.setProperty(ALLOWED, allowed.toString());
        Path link = Files.createSymbolicLink(allowed.resolve("link.yaml"), elsewhere.resolve("passwords"));
        Path folderLink = Files.createSymbolicLink(allowed.resolve("folder"), elsewhere);

        assertRefused(link);
        assertRefused(folderLink);
        assertRefused(folderLink.resolve("mapping.yaml"));
        assertRefused(allowed.resolve("../elsewhere/mapping.yaml"));
        assertRefused(folder.resolve("allowed-not"));
    }

    @Test
    void filesBesideAMappingLeadOutOfNoFolderEither() throws IOException {
        System.setProperty(ALLOWED, allowed.toString());
        Path schema = allowed.resolve("order.v1.schema.json");
        Files.delete(schema);
        Files.createSymbolicLink(schema, elsewhere.resolve("order.v1.schema.json"));

        assertThatThrownBy(() -> transform(allowed)).hasMessageContaining("there is no file 'order.v1.schema.json'");
    }

    /** As Kubernetes mounts a ConfigMap. */
    @Test
    void linksWithinAFolderAreFollowed() throws IOException {
        Path data = Files.createDirectory(folder.resolve("mount"));
        copy(Files.createDirectory(data.resolve("..2026")));
        for (String name : names(allowed)) {
            Files.createSymbolicLink(data.resolve(name), Path.of("..2026", name));
        }
        System.setProperty(ALLOWED, data.toString());

        assertThatCode(() -> transform(data)).doesNotThrowAnyException();
        assertThatCode(() -> transform(data.resolve("mapping.yaml"))).doesNotThrowAnyException();
    }

    @Test
    void linesOfAFileAreNotRepeatedWhereItMayBeRead() {
        System.setProperty(ALLOWED, elsewhere.toString());
        assertThat(validated(elsewhere.resolve("passwords").toString()))
                .singleElement()
                .asString()
                .contains("mapping.yaml:")
                .doesNotContain(SECRET, "alice", "s3cret", "bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:s3cret: 1",
                "alice:s3cret: 1\nalice:s3cret: 2",
                "alice:s3cret: *alice",
                "%alice s3cret",
                "- @alice:s3cret",
                "context: &s3cret alice",
                "context: orders\ntypes: {'alice:s3cret': {as: x}}\ndata: {'alice:s3cret': {path: 'alice:s3cret'}}",
                "data: {a: {path: state.a, values: {'alice:s3cret': 1}}}\nprivate: ['alice:s3cret']",
                "contract: alice:s3cret\npayload: s3cret;alice"
            })
    void whatIsNoPlainNameIsWithheld(String mapping) throws JsonProcessingException {
        assertThat(validated(new JsonMapper().writeValueAsString(Map.of("mapping.yaml", mapping))))
                .isNotEmpty()
                .noneMatch(finding -> finding.contains("alice") || finding.contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{alice:s3cret}", "{\"alice:s3cret\": 1}", "alice:s3cret", "{\"mapping.yaml\": \"a: b\"} s3cret"
            })
    void whatIsNoBundleIsNotRepeated(String contract) {
        assertThat(validated(contract))
                .isNotEmpty()
                .noneMatch(finding -> finding.contains("alice") || finding.contains("s3cret"));
    }

    /** Whether a file is there is not said either. */
    private void assertRefused(Path location) {
        String nowhere = folder.resolve("no-such-file").toString();
        assertThatThrownBy(() -> transform(location))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageContainingAll("DRAWBRIDGE_CONTRACT_FOLDERS", "file name to file text")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining(location.toString());
        assertThat(validated(location.toString())).hasSize(1).isEqualTo(validated(nowhere));
    }

    private static List<String> validated(String contract) {
        return new PublishEvent<SourceRecord>()
                .config().validate(Map.of("contract", contract)).stream()
                        .filter(value -> value.name().equals("contract"))
                        .map(ConfigValue::errorMessages)
                        .findFirst()
                        .orElseThrow();
    }

    private static PublishEvent<SourceRecord> transform(Path location) {
        return Transforms.with(Map.of("contract", location.toString()));
    }

    private static Path copy(Path to) {
        for (String name : List.of("mapping.yaml", "order.v1.schema.json", "order-payload.schema.json")) {
            try {
                Files.copy(Transforms.ORDERS.resolveSibling(name), to.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return to;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
