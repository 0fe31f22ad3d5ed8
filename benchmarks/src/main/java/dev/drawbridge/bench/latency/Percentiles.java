package dev.drawbridge.bench.latency;

import java.util.Arrays;
import java.util.Locale;

/** Prints durations as percentiles in milliseconds. */
final class Percentiles {
    private Percentiles() {}

    static void print(String stage, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "commit -> %-22s p50 %5.1f  p90 %5.1f  p99 %5.1f  max %5.1f ms  (%d timed)%n",
                stage,
                of(sorted, 0.50),
                of(sorted, 0.90),
                of(sorted, 0.99),
                of(sorted, 1.0),
                sorted.length);
    }

    private static double of(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
