package dev.drawbridge.stack.demo;

import dev.drawbridge.stack.demo.probe.Endpoints;
import dev.drawbridge.stack.demo.probe.Probes;
import dev.drawbridge.stack.demo.result.Latencies;
import dev.drawbridge.stack.demo.result.RunLedger;
import dev.drawbridge.stack.demo.result.Stage;
import dev.drawbridge.stack.demo.workload.Plan;
import dev.drawbridge.stack.demo.workload.Sender;
import dev.drawbridge.stack.demo.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Sends commands before those that are counted, until the figures have settled: servers that have just started are still compiling
 * what they run, and answer many times more slowly than a minute later.
 */
final class WarmUp {
    private static final Duration STRETCH = Duration.ofSeconds(3);
    private static final int STRETCHES_WITHOUT_GAIN = 2;
    private static final double GAIN = 0.8;

    private final Endpoints endpoints;
    private final Plan plan;
    private final PrintWriter out;

    WarmUp(Endpoints endpoints, Plan plan, PrintWriter out) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.out = out;
    }

    /** Says how long it took and how far the figures have come down; does nothing where the plan allows no time. */
    void carryOut() throws IOException, InterruptedException {
        if (plan.longestWarmUp().isZero()) {
            return;
        }
        out.println("Warming up, " + plan.longestWarmUp().toSeconds() + " s at most.");
        List<Double> medians = new ArrayList<>();
        Latencies latencies = new Latencies();
        long begun = System.nanoTime();
        try (Probes probes = new Probes(endpoints, new RunLedger(), latencies, plan.sampling())) {
            Sender sender = new Sender(endpoints.writeApi(), new Workload(new Random(), Run.mostOpen(plan)), probes);
            while (!hasSettled(medians)
                    && System.nanoTime() - begun < plan.longestWarmUp().toNanos()) {
                latencies.startAgain();
                sender.send(plan.lasting(STRETCH));
                medians.add(
                        latencies.count(Stage.GET) == 0
                                ? Double.POSITIVE_INFINITY
                                : latencies.percentileMillis(Stage.GET, 50));
            }
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        out.println((hasSettled(medians)
                        ? "Warm after " + seconds + " s"
                        : "Still not settled after " + seconds + " s, so what follows are figures of a cold stack")
                + ": GET p50 " + millis(medians.get(0)) + " in the first " + STRETCH.toSeconds() + " s, "
                + millis(medians.get(medians.size() - 1)) + " in the last.");
    }

    /** Whether the last stretches were no better than the best before them, by a fifth. */
    static boolean hasSettled(List<Double> medians) {
        int before = medians.size() - STRETCHES_WITHOUT_GAIN;
        if (before < 1) {
            return false;
        }
        double best = medians.stream()
                .limit(before)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
        return Double.isFinite(best) && medians.stream().skip(before).allMatch(median -> median >= best * GAIN);
    }

    private static String millis(double median) {
        return Double.isFinite(median)
                ? String.format(Locale.ROOT, "%.0f ms", median)
                : "more than " + STRETCH.toSeconds() + " s";
    }
}
