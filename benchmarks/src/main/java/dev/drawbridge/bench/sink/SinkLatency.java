package dev.drawbridge.bench.sink;

import dev.drawbridge.bench.BenchIndex;
import dev.drawbridge.bench.BenchStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Record in the topic → visible by GET at a steady rate, the sink alone, with its default options, against a stack that is up.
 * Run it on its own: what another benchmark has left for the disk to write would be measured too.
 */
public final class SinkLatency {
    private static final int RATE = 1_000;
    private static final int WARM_UP_SECONDS = 30;
    private static final int SECONDS = 60;
    private static final int SAMPLE_EVERY = 100;

    private final BenchStack stack;
    private int next = 1;

    private SinkLatency(BenchStack stack) {
        this.stack = stack;
    }

    /** Takes the stack's folder, {@code .drawbridge} by default. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args.length > 0 ? args[0] : ".drawbridge");
        System.out.println(new SinkLatency(new BenchStack(home)).latency());
    }

    /** From the broker's answer to the record until a GET finds the document, asked every millisecond. */
    private String latency() throws Exception {
        BenchIndex index = stack.index("orders-bench-latency");
        index.create("200ms");
        String connector = "bench-latency-" + System.currentTimeMillis();
        ExecutorService watchers = Executors.newFixedThreadPool(8);
        try (BenchTopic paced = BenchTopic.create(stack.bootstrap(), "bench.paced." + System.currentTimeMillis())) {
            try {
                stack.deploy(connector, paced.name(), index.name(), SinkThroughput.bytes());
                paced.send(0).get();
                while (!index.holds(OrderDocuments.id(0))) {
                    Thread.sleep(10);
                }
                paced(paced, index, watchers, WARM_UP_SECONDS * RATE);
                return summary(paced(paced, index, watchers, SECONDS * RATE));
            } finally {
                stack.remove(connector); // before its topic goes
            }
        } finally {
            watchers.shutdownNow();
            index.delete();
        }
    }

    private double[] paced(BenchTopic paced, BenchIndex index, ExecutorService watchers, int records) throws Exception {
        List<Future<Double>> samples = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < records; i++) {
            long due = begun + i * 1_000_000_000L / RATE;
            while (System.nanoTime() < due) {
                Thread.sleep(0, 200_000);
            }
            int number = next++;
            var acknowledged = paced.send(number);
            if (i % SAMPLE_EVERY == 0) {
                samples.add(watchers.submit(() -> {
                    acknowledged.get();
                    long inTopic = System.nanoTime();
                    while (!index.holds(OrderDocuments.id(number))) {
                        Thread.sleep(1);
                    }
                    return (System.nanoTime() - inTopic) / 1e6;
                }));
            }
        }
        double[] millis = new double[samples.size()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = samples.get(i).get();
        }
        Arrays.sort(millis);
        return millis;
    }

    private static String summary(double[] millis) {
        return String.format(
                Locale.ROOT,
                "record -> GET at %,d records/s (%d samples): p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms",
                RATE,
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.90)],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }
}
