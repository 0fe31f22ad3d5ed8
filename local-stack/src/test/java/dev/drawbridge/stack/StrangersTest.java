package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private static final Set<String> KNOWN = Set.of("a", "b");

    @Test
    void whatIsKnownIsNoStrangerNorIsWhatHasNotArrived() {
        assertThat(Strangers.first(Map.of("a", Set.of(1)), Set.of("a"), KNOWN)).isEmpty();
    }

    @Test
    void aKeyOfNoOrderIsNamed() {
        assertThat(Strangers.first(Map.of("a", Set.of(1), "A", Set.of(1)), Set.of("a"), KNOWN))
                .contains("topic has a key that no order has: A");
    }

    @Test
    void aDocumentOfNoOrderIsNamed() {
        assertThat(Strangers.first(Map.of("a", Set.of(1)), Set.of("a", "c"), KNOWN))
                .contains("index has a document of no order: c");
    }

    @Test
    void aKeyInTwoPartitionsIsNamed() {
        assertThat(Strangers.first(Map.of("a", Set.of(1, 2)), Set.of("a"), KNOWN))
                .hasValueSatisfying(words -> assertThat(words).startsWith("events of a are in partitions "));
    }
}
