package dev.drawbridge.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final double NOTHING_SEEN = Double.POSITIVE_INFINITY;

    @Test
    void figuresThatFallHaveNotSettled() {
        assertThat(WarmUp.hasSettled(List.of(292.0, 120.0, 60.0))).isFalse();
        assertThat(WarmUp.hasSettled(List.of(292.0, 290.0, 60.0)))
                .as("one stretch without gain may be chance")
                .isFalse();
    }

    @Test
    void figuresThatStayHaveSettled() {
        assertThat(WarmUp.hasSettled(List.of(292.0, 9.0, 8.0, 9.5))).isTrue();
        assertThat(WarmUp.hasSettled(List.of(9.0, 40.0, 9.0))).isTrue();
    }

    @Test
    void nothingIsKnownFromFewStretchesOrFromNoFigures() {
        assertThat(WarmUp.hasSettled(List.of())).isFalse();
        assertThat(WarmUp.hasSettled(List.of(9.0, 9.0))).isFalse();
        assertThat(WarmUp.hasSettled(List.of(NOTHING_SEEN, NOTHING_SEEN, NOTHING_SEEN)))
                .isFalse();
    }
}
