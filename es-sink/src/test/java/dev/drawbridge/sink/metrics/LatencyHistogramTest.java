package dev.drawbridge.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void givesQuantilesToAFifth() {
        for (int ms = 1; ms <= 1000; ms++) {
            histogram.record(ms);
        }
        assertThat(histogram.quantile(0.5)).isGreaterThanOrEqualTo(500).isCloseTo(500, Percentage.withPercentage(20));
        assertThat(histogram.quantile(0.99)).isGreaterThanOrEqualTo(990).isCloseTo(990, Percentage.withPercentage(20));
        assertThat(histogram.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.counts()).isEmpty();
    }

    @Test
    void takesWhatLiesBeyondItsBounds() {
        histogram.record(-5);
        histogram.record(1e12);
        assertThat(histogram.counts()).hasSize(2).containsEntry("0.125", 1L);
    }
}
