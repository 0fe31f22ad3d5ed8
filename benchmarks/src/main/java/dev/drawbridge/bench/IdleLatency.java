package dev.drawbridge.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Commit → visible by GET on an idle system: single commands with a pause between them, on default settings. Prints
 * percentiles in milliseconds and what the idle worker costs of one core.
 */
public final class IdleLatency {
    private static final int WARM_UP = 50;
    private static final int COMMANDS = 200;
    private static final long PAUSE_MS = 200;
    private static final long IDLE_MS = 30_000;
    private static final List<String> COMPONENTS = List.of("connect", "kafka", "postgres", "write-api");

    private IdleLatency() {}

    /** Takes the stack's folder, {@code .drawbridge} by default. */
    public static void main(String[] args) throws Exception {
        RunningStack stack = new RunningStack(Path.of(args.length > 0 ? args[0] : ".drawbridge"));
        measure(stack, WARM_UP);
        long[] nanos = measure(stack, COMMANDS);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "commit -> GET over %d single commands: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                COMMANDS,
                percentile(nanos, 0.50),
                percentile(nanos, 0.90),
                percentile(nanos, 0.99),
                percentile(nanos, 1.0));
        idleShares(stack);
    }

    private static void idleShares(RunningStack stack) throws Exception {
        double[] before = new double[COMPONENTS.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = stack.cpuSeconds(COMPONENTS.get(i));
        }
        Thread.sleep(IDLE_MS);
        for (int i = 0; i < before.length; i++) {
            double share = (stack.cpuSeconds(COMPONENTS.get(i)) - before[i]) * 1000 / IDLE_MS;
            System.out.printf(Locale.ROOT, "idle CPU of %s: %.1f %% of a core%n", COMPONENTS.get(i), share * 100);
        }
    }

    private static long[] measure(RunningStack stack, int commands) throws Exception {
        long[] nanos = new long[commands];
        for (int i = 0; i < commands; i++) {
            UUID order = UUID.randomUUID();
            stack.command(order, "create", "{\"customerName\":\"Ada Lovelace\",\"customerCity\":\"London\"}");
            long committed = System.nanoTime();
            while (!stack.isVisible(order, 1)) {
                Thread.sleep(1); // a busy loop would take the processor from what is measured
            }
            nanos[i] = System.nanoTime() - committed;
            Thread.sleep(PAUSE_MS);
        }
        return nanos;
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
