package dev.drawbridge.bench.latency;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Commit → in Kafka → visible by GET on an idle system: single commands with a pause between them, on default settings.
 * Prints percentiles in milliseconds and what the idle worker costs of one core.
 */
public final class IdleLatency {
    private static final int WARM_UP = 50;
    private static final int COMMANDS = 200;
    private static final long PAUSE_MS = 100;
    private static final long IDLE_MS = 30_000;
    private static final String CREATE = "{\"customerName\":\"Ada Lovelace\",\"customerCity\":\"London\"}";
    private static final List<String> COMPONENTS = List.of("connect", "kafka", "postgres", "write-api");

    private IdleLatency() {}

    /** Takes the stack's folder, {@code .drawbridge} by default, and how many commands to send first to warm the servers up. */
    public static void main(String[] args) throws Exception {
        RunningStack stack = new RunningStack(Path.of(args.length > 0 ? args[0] : ".drawbridge"));
        int burst = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        for (int i = 0; i < burst; i++) {
            stack.command(UUID.randomUUID(), "create", CREATE);
        }
        try (Arrivals written = stack.arrivals("read_uncommitted");
                Arrivals committed = stack.arrivals("read_committed")) {
            long[][] nanos = new long[3][COMMANDS];
            for (int i = -WARM_UP; i < COMMANDS; i++) {
                long[] stages = measure(stack, written, committed);
                for (int stage = 0; stage < 3 && i >= 0; stage++) {
                    nanos[stage][i] = stages[stage];
                }
                Thread.sleep(PAUSE_MS);
            }
            Percentiles.print("in Kafka, uncommitted", nanos[0]);
            Percentiles.print("in Kafka, committed", nanos[1]);
            Percentiles.print("visible by GET", nanos[2]);
        }
        idleShares(stack);
    }

    /** From the answer to the command until: the event is in the topic, its transaction is committed, the document is there. */
    private static long[] measure(RunningStack stack, Arrivals written, Arrivals committed) throws Exception {
        UUID order = UUID.randomUUID();
        stack.command(order, "create", CREATE);
        long start = System.nanoTime();
        long visible = stack.awaitVisible(order, 1) - start;
        return new long[] {written.await(order.toString()) - start, committed.await(order.toString()) - start, visible};
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
}
