package dev.drawbridge.stack.demo.result;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** One histogram for each stage, in microseconds. Thread-safe. */
public final class Latencies {
    private static final int DIGITS = 3;

    private final Map<Stage, Histogram> histograms = new EnumMap<>(Stage.class);
    private volatile long from = Long.MAX_VALUE;

    public Latencies() {
        for (Stage stage : Stage.values()) {
            histograms.put(stage, new ConcurrentHistogram(DIGITS));
        }
    }

    /** Only what begins from {@code nanos} on is timed. */
    public void timeFrom(long nanos) {
        from = nanos;
    }

    /** Forgets what was timed; from now on what begins is timed. */
    public void startAgain() {
        from = System.nanoTime();
        histograms.values().forEach(Histogram::reset);
    }

    public void record(Stage stage, long begin, long end) {
        if (begin - from >= 0) {
            histogram(stage).recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, end - begin)));
        }
    }

    public long count(Stage stage) {
        return histogram(stage).getTotalCount();
    }

    public double percentileMillis(Stage stage, double percentile) {
        return histogram(stage).getValueAtPercentile(percentile) / 1000.0;
    }

    double maxMillis(Stage stage) {
        return histogram(stage).getMaxValue() / 1000.0;
    }

    /** How many took at least {@code from} and less than {@code to} milliseconds. */
    long countBetween(Stage stage, long from, long to) {
        long count = 0;
        for (HistogramIterationValue value : histogram(stage).recordedValues()) {
            long micros = value.getValueIteratedTo();
            count += micros >= from * 1000 && micros < to * 1000 ? value.getCountAtValueIteratedTo() : 0;
        }
        return count;
    }

    private Histogram histogram(Stage stage) {
        return requireNonNull(histograms.get(stage));
    }
}
