package dev.drawbridge.sink.metrics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations in buckets that grow by a quarter of a power of two, from an eighth of a millisecond to over a day. Thread-safe. */
public final class LatencyHistogram {

    private static final int PER_DOUBLING = 4;
    private static final double LOWEST_MS = 0.125;
    private static final int BUCKETS = 30 * PER_DOUBLING;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /** A duration below zero, by clocks that differ, counts as none. */
    public void record(double milliseconds) {
        counts.incrementAndGet(bucket(milliseconds));
    }

    private static int bucket(double milliseconds) {
        if (milliseconds <= LOWEST_MS) {
            return 0;
        }
        double doublings = Math.log(milliseconds / LOWEST_MS) / Math.log(2);
        return Math.min(BUCKETS - 1, (int) Math.ceil(doublings * PER_DOUBLING));
    }

    private static double upperBoundMs(int bucket) {
        return LOWEST_MS * Math.pow(2, (double) bucket / PER_DOUBLING);
    }

    /** The upper bound of the bucket below or in which {@code share} of all durations lie; 0 when there are none. */
    double quantile(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        long below = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            below += counts.get(i);
            if (below >= share * total) {
                return upperBoundMs(i);
            }
        }
        return 0;
    }

    /** How many durations lie in each bucket that has any, by its upper bound in milliseconds. */
    Map<String, Long> counts() {
        Map<String, Long> byBound = new LinkedHashMap<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts.get(i) > 0) {
                byBound.put(String.format(Locale.ROOT, "%.3f", upperBoundMs(i)), counts.get(i));
            }
        }
        return byBound;
    }
}
