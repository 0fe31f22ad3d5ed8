package dev.drawbridge.bench.sink;

import dev.drawbridge.bench.BenchIndex;
import dev.drawbridge.bench.BenchStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How close the sink comes to the limit of Elasticsearch itself: prebuilt bulks against the sink fed with bytes, maps and
 * structs from one topic, one task, one shard. They take turns, so that a machine whose speed drifts treats them alike; the
 * first rounds only warm up. Against a stack that is up.
 */
public final class SinkThroughput {
    private static final int DOCUMENTS = 300_000;
    private static final int WARM_UP = 100_000;
    /** Documents per bulk, bulks in flight. */
    private static final int[][] GRID = {{1_000, 2}, {1_000, 3}, {2_500, 2}};

    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 7;
    private static final String RAW = "raw limit";

    /**
     * Elasticsearch's default while an index is searched. More often, whoever takes longer has more segments, and at every
     * tenth a merge to pay for.
     */
    static final String REFRESH = "1s";

    private final BenchStack stack;
    private final BenchTopic topic;

    private SinkThroughput(BenchStack stack, BenchTopic topic) {
        this.stack = stack;
        this.topic = topic;
    }

    private interface Contestant {
        /** Documents per second. */
        double run() throws Exception;
    }

    /** Takes the stack's folder, {@code .drawbridge} by default. */
    public static void main(String[] args) throws Exception {
        BenchStack stack = new BenchStack(Path.of(args.length > 0 ? args[0] : ".drawbridge"));
        try (BenchTopic topic = BenchTopic.create(stack.bootstrap(), "bench.orders." + System.currentTimeMillis())) {
            new SinkThroughput(stack, topic).run();
        }
    }

    private void run() throws Exception {
        topic.fill(DOCUMENTS);
        int[] best = bestOfGrid();
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put(RAW, () -> rawOnce(best[0], best[1]));
        contestants.put("sink, bytes", () -> sink(bytes()));
        contestants.put("sink, maps", () -> sink(maps()));
        contestants.put("sink, structs", () -> sink(structs()));
        List<Map.Entry<String, Contestant>> turns = new ArrayList<>(contestants.entrySet());
        Map<String, List<Double>> rates = new TreeMap<>();
        for (int round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
            for (Map.Entry<String, Contestant> each : turns) {
                double rate = each.getValue().run();
                System.out.printf(
                        Locale.ROOT, "%s %s: %,.0f docs/s%n", round < 1 ? "warm-up" : round, each.getKey(), rate);
                if (round > 0) {
                    rates.computeIfAbsent(each.getKey(), first -> new ArrayList<>())
                            .add(rate);
                }
            }
            Collections.rotate(turns, 1); // nobody always follows the same
        }
        report(best, rates);
    }

    private int[] bestOfGrid() throws Exception {
        RawBulks.measure(stack.index("orders-bench-warm"), RawBulks.bodies(WARM_UP, 1_000), WARM_UP, 2);
        stack.index("orders-bench-warm").delete();
        int[] best = GRID[0];
        double highest = 0;
        for (int[] cell : GRID) {
            double rate = rawOnce(cell[0], cell[1]);
            System.out.printf(Locale.ROOT, "raw, %d per bulk, %d in flight: %,.0f docs/s%n", cell[0], cell[1], rate);
            if (rate > highest) {
                highest = rate;
                best = cell;
            }
        }
        return best;
    }

    private static void report(int[] best, Map<String, List<Double>> rates) {
        System.out.printf(
                Locale.ROOT,
                "%d documents of %d bytes, one task, one shard; raw limit: %d per bulk, %d in flight; medians of %d rounds%n",
                DOCUMENTS,
                OrderDocuments.json(DOCUMENTS / 2).length,
                best[0],
                best[1],
                ROUNDS);
        double raw = median(Objects.requireNonNull(rates.get(RAW)));
        rates.forEach((name, each) ->
                System.out.printf(Locale.ROOT, "%-15s %,8.0f docs/s  %.2f%n", name, median(each), median(each) / raw));
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    }

    private double rawOnce(int perBulk, int inFlight) throws Exception {
        BenchIndex index = stack.index("orders-bench-raw");
        double rate = RawBulks.measure(index, RawBulks.bodies(DOCUMENTS, perBulk), DOCUMENTS, inFlight);
        index.delete();
        return rate;
    }

    /** Documents per second, from the first one that the index has to the last. */
    private double sink(Map<String, String> converter) throws Exception {
        BenchIndex index = stack.index("orders-bench-sink");
        index.create(REFRESH);
        String connector = "bench-" + System.currentTimeMillis();
        stack.deploy(connector, topic.name(), index.name(), converter);
        try {
            long first = 0;
            long begun = 0;
            long indexed = 0;
            while (indexed < DOCUMENTS) {
                Thread.sleep(pauseAt(indexed));
                indexed = index.indexed();
                if (first == 0 && indexed > 0) {
                    first = indexed;
                    begun = System.nanoTime();
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (index.count() != DOCUMENTS) {
                throw new IOException("the index holds " + index.count() + " documents");
            }
            return (DOCUMENTS - first) / seconds;
        } finally {
            stack.remove(connector);
            index.delete();
        }
    }

    /** Milliseconds: each look is work for Elasticsearch, so there are many only where the clock is started and stopped. */
    private static long pauseAt(long indexed) {
        if (indexed == 0) {
            return 2;
        }
        return indexed < 0.9 * DOCUMENTS ? 200 : 20;
    }

    static Map<String, String> bytes() {
        return Map.of("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static Map<String, String> maps() {
        return Map.of(
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable",
                "false");
    }

    private static Map<String, String> structs() {
        return Map.of(
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable",
                "true",
                "value.converter.schema.content",
                OrderDocuments.SCHEMA);
    }
}
