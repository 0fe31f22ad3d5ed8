package dev.drawbridge.bench.latency;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Commit → in Kafka → visible by GET while events come at a steady rate: rows of a real order with three lines are
 * committed to the outbox one by one, without the write API, and one document in 250 is asked for every millisecond.
 */
public final class LoadLatency {
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 60;
    private static final int ONE_IN = 250;
    private static final String LINE =
            "{\"productName\":\"Brass kettle %d\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}";

    private LoadLatency() {}

    /** Takes the stack's folder and the rate, by default {@code .drawbridge} and 1,000 events per second. */
    public static void main(String[] args) throws Exception {
        RunningStack stack = new RunningStack(Path.of(args.length > 0 ? args[0] : ".drawbridge"));
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        UUID original = UUID.randomUUID();
        stack.command(original, "create", "{\"customerName\":\"Ada Lovelace\",\"customerCity\":\"London\"}");
        for (int line = 1; line <= 3; line++) {
            stack.command(original, "add-line", LINE.formatted(line));
        }
        try (OutboxRows rows = stack.outboxRows(original, 4)) {
            run(stack, rows, rate, WARM_UP_SECONDS);
            run(stack, rows, rate, SECONDS);
        }
    }

    private static void run(RunningStack stack, OutboxRows rows, int rate, int seconds) throws Exception {
        Map<UUID, Long> committed = new ConcurrentHashMap<>();
        Map<UUID, Long> visible = new ConcurrentHashMap<>();
        ExecutorService probes = Executors.newCachedThreadPool();
        try (Arrivals written = stack.arrivals("read_uncommitted")) {
            long start = System.nanoTime();
            for (int i = 0; i < rate * seconds; i++) {
                TimeUnit.NANOSECONDS.sleep(start + i * 1_000_000_000L / rate - System.nanoTime());
                UUID aggregate = UUID.randomUUID();
                rows.write(aggregate);
                committed.put(aggregate, System.nanoTime());
                if (i % ONE_IN == 0) {
                    probes.execute(() -> visible.put(aggregate, stack.awaitVisible(aggregate, 1)));
                }
            }
            double took = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%d events in %.1f s, %.0f a second%n", rate * seconds, took, rate * seconds / took);
            probes.shutdown();
            probes.awaitTermination(1, TimeUnit.MINUTES);
            List<Long> inKafka = new ArrayList<>();
            for (Map.Entry<UUID, Long> event : committed.entrySet()) {
                inKafka.add(written.await(event.getKey().toString()) - event.getValue());
            }
            Percentiles.print("in Kafka, uncommitted", nanos(inKafka));
            visible.replaceAll((aggregate, nanos) -> nanos - requireNonNull(committed.get(aggregate)));
            Percentiles.print("visible by GET", nanos(visible.values()));
        }
    }

    private static long[] nanos(Iterable<Long> values) {
        List<Long> list = new ArrayList<>();
        values.forEach(list::add);
        return list.stream().mapToLong(Long::longValue).toArray();
    }
}
