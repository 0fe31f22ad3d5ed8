package dev.drawbridge.contracts;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.release.ContractChange;
import dev.drawbridge.contracts.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of orders as it lies in the repository: sound, keeping its promises, with fresh documents. */
class OrdersContractTest {
    private static final Path FOLDER = Path.of("../connect-config/contexts/orders");
    private static final ContractFolder ORDERS = new ContractFolder(FOLDER);

    @Test
    void compilesWithoutWarnings() {
        assertThat(ORDERS.compilation().findings()).map(Finding::toString).isEmpty();
    }

    @Test
    void breaksNoPromiseThatWasReleased() {
        assertThat(ORDERS.released().all()).isNotEmpty();
        assertThat(ORDERS.incompatibilities()).isEmpty();
    }

    @Test
    void itsDocumentsAreFresh() {
        assertThat(ORDERS.staleDocuments())
                .as("stale; update them with ./drawbridge contracts docs")
                .isEmpty();
    }

    @Test
    void itsDocumentsAndReleasesHoldNoPrivateName() throws IOException {
        try (Stream<Path> documents = Files.list(FOLDER.resolve("consumers"));
                Stream<Path> releases = Files.list(FOLDER.resolve("released"))) {
            List<Path> files = Stream.concat(documents, releases).toList();
            assertThat(files)
                    .extracting(file -> file.getParent().getFileName().toString())
                    .contains("consumers", "released");
            for (Path file : files) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain(
                                ">margin<",
                                "\"margin\"",
                                "riskScore",
                                "staffNotes",
                                "unitCost",
                                "OrderLineAdded",
                                "CREATED",
                                "state.lines");
            }
        }
    }

    @Test
    void aBreakingChangeUnderTheOldNameIsFoundAndCannotBeReleased(@TempDir Path folder) throws IOException {
        copy(folder);
        Path contract = folder.resolve("order.v1.schema.json");
        Files.writeString(contract, Files.readString(contract).replace("\"currency\", \"lines\"", "\"lines\""));
        ContractFolder changed = new ContractFolder(folder);
        assertThat(changed.incompatibilities())
                .singleElement()
                .asString()
                .startsWith("order.v1.schema.json breaks what ")
                .contains("'currency' may be absent now", "new contract, type and topic");
        assertThat(changed.staleDocuments()).contains("consumers/order.v1.d.ts");
        assertThatThrownBy(changed::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLargerPromiseIsReleasedAsAMinorVersion(@TempDir Path folder) throws IOException {
        copy(folder);
        Path contract = folder.resolve("order.v1.schema.json");
        Files.writeString(contract, Files.readString(contract).replace("How many pieces.", "How many pieces of it."));
        ContractFolder changed = new ContractFolder(folder);
        String before = changed.released().last().orElseThrow().version();
        assertThat(changed.release()).contains(before.replaceAll("\\d+$", "1"));
        changed.writeDocuments();
        assertThat(changed.staleDocuments()).isEmpty();
        assertThat(changed.release()).isEmpty();
    }

    /** Each line: a piece of the mapping, what replaces it, and what the gate says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order-placed.v1 | order-ordered.v1 | 'ce_type com.example.orders.order-placed.v1' is gone
            topic: orders.public.v1 | topic: orders.public.v2 | 'topic' was orders.public.v1 and is orders.public.v2
            source: /orders | source: /shop | 'ce_source' was /orders and is /shop
            , data: none | '' | 'ce_type com.example.orders.order-erased.v1' may come with data now
            """)
    void aBreakingChangeOfTheMappingIsFoundAndCannotBeReleased(
            String piece, String replacement, String expected, @TempDir Path folder) throws IOException {
        copy(folder);
        replace(folder.resolve("mapping.yaml"), piece, replacement);
        ContractFolder changed = new ContractFolder(folder);
        assertThat(changed.incompatibilities())
                .singleElement()
                .asString()
                .contains("breaks what 1.0.0 promised", "major: " + expected, "new contract, type and topic");
        assertThatThrownBy(changed::release).isInstanceOf(IllegalStateException.class);
        assertThat(changed.released().all()).hasSize(1);
    }

    @Test
    void aTypeAndAnExtensionMoreAreReleasedAsAMinorVersion(@TempDir Path folder) throws IOException {
        copy(folder);
        replace(
                folder.resolve("mapping.yaml"),
                "CouponApplied:          com.example.orders.order-changed.v1",
                "CouponApplied: com.example.orders.order-discounted.v1");
        replace(folder.resolve("mapping.yaml"), "extensions: []", "extensions: [traceparent]");
        ContractFolder changed = new ContractFolder(folder);
        assertThat(changed.incompatibilities()).isEmpty();
        assertThat(changed.sinceRelease().orElseThrow().changes())
                .map(ContractChange::toString)
                .containsExactly(
                        "minor: 'ce_type com.example.orders.order-discounted.v1' is new",
                        "minor: 'ce_traceparent' is new");
        assertThat(changed.release()).contains("1.1.0");
        assertThat(changed.release()).isEmpty();
        Files.copy(FOLDER.resolve("mapping.yaml"), folder.resolve("mapping.yaml"), REPLACE_EXISTING);
        assertThat(changed.incompatibilities())
                .hasSize(2)
                .allMatch(promise -> promise.contains("breaks what 1.1.0 promised"));
    }

    @Test
    void aContractOfAnotherNameIsNoNewOne(@TempDir Path folder) throws IOException {
        copy(folder);
        Files.move(folder.resolve("order.v1.schema.json"), folder.resolve("order.v2.schema.json"));
        replace(folder.resolve("mapping.yaml"), "order.v1.schema.json", "order.v2.schema.json");
        ContractFolder changed = new ContractFolder(folder);
        assertThat(changed.incompatibilities())
                .singleElement()
                .asString()
                .contains("the contract was order.v1 and is order.v2");
        assertThatThrownBy(changed::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReleaseThatDocumentsTellOfIsMissed(@TempDir Path folder) throws IOException {
        copy(folder);
        ContractFolder changed = withoutItsRelease(folder);
        String missing = "consumers/order.v1.asyncapi.json refers to release 1.0.0, which is missing. Put"
                + " order.v1-1.0.0.json and .topic.json back into released/.";
        assertThat(changed.incompatibilities()).containsExactly(missing);
        assertThatThrownBy(changed::sinceRelease).hasMessage(missing);
        assertThatThrownBy(changed::release).hasMessage(missing);
        assertThatThrownBy(changed::writeDocuments).as("they alone remember it").hasMessage(missing);
    }

    @Test
    void aDocumentThatCannotBeReadIsNoProofThatNothingWasReleased(@TempDir Path folder) throws IOException {
        copy(folder);
        Files.writeString(folder.resolve("consumers/order.v1.asyncapi.json"), "<<<<<<< HEAD");
        assertThat(new ContractFolder(folder).incompatibilities())
                .singleElement()
                .asString()
                .startsWith(
                        "consumers/order.v1.asyncapi.json does not say which release it was made from. Put it back");
    }

    @Test
    void aContextThatHasReleasedNothingReleasesItsFirst(@TempDir Path folder) throws IOException {
        copy(folder);
        ContractFolder fresh = withoutItsRelease(folder);
        replace(folder.resolve("consumers/order.v1.asyncapi.json"), "\"1.0.0\"", "\"0.0.0\"");
        assertThat(fresh.incompatibilities()).isEmpty();
        assertThat(fresh.release()).contains("1.0.0");
        assertThat(fresh.released().topicFile("1.0.0"))
                .as("as it lies in the repository")
                .hasSameTextualContentAs(ORDERS.released().topicFile("1.0.0"));
        assertThat(fresh.staleDocuments()).containsExactly("consumers/order.v1.asyncapi.json");
        fresh.writeDocuments();
        assertThat(fresh.staleDocuments()).isEmpty();
    }

    private static void replace(Path file, String piece, String replacement) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(piece);
        Files.writeString(file, text.replace(piece, replacement));
    }

    private static ContractFolder withoutItsRelease(Path folder) throws IOException {
        ContractFolder context = new ContractFolder(folder);
        Files.delete(context.released().file("1.0.0"));
        Files.delete(context.released().topicFile("1.0.0"));
        return context;
    }

    private static void copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
