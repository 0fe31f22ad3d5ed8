package dev.drawbridge.contracts.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.contracts.mapping.ContractBundle;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoninterferenceTest {
    private static final ContractBundle ORDERS =
            ContractBundle.load(Path.of("../connect-config/contexts/orders/mapping.yaml"));
    private static final String PAYLOAD = """
            {"event":{},"state":{"status":"CREATED","customer":{"name":"Ada","city":"London"},"currency":"EUR",\
            "lines":[{"name":"Desk","quantity":2,"price":19.90,"unitCost":11.00}],"total":39.80,"margin":17.80,\
            "riskScore":12,"staffNotes":[],"createdAt":"2026-11-24T05:00:00Z","updatedAt":"2026-11-24T05:00:01Z"}}""";

    @Test
    void nothingPrivateMattersToOrders() {
        Noninterference proof = new Noninterference(ORDERS);
        assertThat(proof.leaks(row(PAYLOAD))).isEmpty();
        assertThat(proof.changes()).isGreaterThan(50);
    }

    /** The proof can fail: what the duplicate of a key decides is a leak, were it private. */
    @Test
    void seesWhatMatters() {
        String inline = ORDERS.inline()
                .replace("total:        state.total", "total:        state.margin")
                .replace("  - state.margin\\n", "  - state.total\\n");
        Noninterference proof =
                Noninterference.of(ContractBundle.parse(inline), java.util.Set.of("state.margin", "state.total"));
        assertThat(proof.leaks(row(PAYLOAD))).containsExactly("state.margin");
    }

    /** A row that is refused is refused whatever is private. */
    @Test
    void onlyRowsThatArePublishedWithDataCount() {
        Noninterference proof = new Noninterference(ORDERS);
        assertThat(proof.leaks(row("UnknownToTheMapping", PAYLOAD))).isEmpty();
        assertThat(proof.leaks(row("OrderErased", null))).isEmpty();
        assertThat(proof.withData()).isZero();
        proof.leaks(row(PAYLOAD));
        assertThat(proof.withData()).isOne();
    }

    private static SampleRow row(String payload) {
        return row("OrderCreated", payload);
    }

    private static SampleRow row(String type, @Nullable String payload) {
        return new SampleRow("e-1", "order", "o-1", 1, type, 1, payload, "2026-11-24T05:00:01.5Z", Map.of());
    }
}
