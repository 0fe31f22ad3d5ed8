package dev.drawbridge.transforms.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.transforms.contract.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(ORDERS.brokenPromises()).isEmpty();
    }

    @Test
    void itsDocumentsAreFresh() {
        assertThat(ORDERS.staleDocuments())
                .as("stale; write them anew with ./drawbridge contracts docs")
                .isEmpty();
    }

    @Test
    void itsDocumentsHoldNoPrivateName() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("consumers"))) {
            for (Path file : files.toList()) {
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
        assertThat(changed.brokenPromises())
                .singleElement()
                .asString()
                .startsWith("order.v1.schema.json breaks what ")
                .contains("'currency' may be absent now", "new contract, type and topic");
        assertThat(changed.staleDocuments()).contains("consumers/order.v1.d.ts");
        org.assertj.core.api.Assertions.assertThatThrownBy(changed::release).isInstanceOf(IllegalStateException.class);
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
