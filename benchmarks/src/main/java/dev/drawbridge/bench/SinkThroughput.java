package dev.drawbridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How close the sink comes to the limit of Elasticsearch itself: prebuilt bulks against the sink fed with bytes, maps and
 * structs from one topic, one task, one shard. One run, one table, against a stack that is up.
 */
public final class SinkThroughput {
    private static final int DOCUMENTS = 300_000;
    private static final int WARM_UP = 100_000;
    /** Documents per bulk, bulks in flight. */
    private static final int[][] GRID = {{1_000, 2}, {1_000, 3}, {2_500, 2}};

    private final BenchStack stack;
    private final BenchTopic topic;
    private final List<String> table = new ArrayList<>();

    private SinkThroughput(BenchStack stack, BenchTopic topic) {
        this.stack = stack;
        this.topic = topic;
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
        int bytes = OrderDocuments.json(DOCUMENTS / 2).length;
        table.add(String.format(Locale.ROOT, "%d documents of %d bytes, one task, one shard", DOCUMENTS, bytes));
        RawBulks.measure(stack.index("orders-bench-warm"), RawBulks.bodies(WARM_UP, 1_000), WARM_UP, 2);
        stack.index("orders-bench-warm").delete();

        double raw = raw();
        Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        variants.put("warm-up", bytes());
        variants.put("sink, bytes", bytes());
        variants.put("sink, maps", maps());
        variants.put("sink, structs", structs());
        for (Map.Entry<String, Map<String, String>> variant : variants.entrySet()) {
            double rate = sink(variant.getValue());
            if (!variant.getKey().equals("warm-up")) {
                row(variant.getKey(), rate, raw);
            }
        }
        row("raw limit again", rawOnce(1_000, 2), raw);
        table.forEach(System.out::println);
    }

    private double raw() throws Exception {
        double best = 0;
        String where = "";
        for (int[] cell : GRID) {
            double rate = rawOnce(cell[0], cell[1]);
            String cellIs = cell[0] + " per bulk, " + cell[1] + " in flight";
            System.out.printf(Locale.ROOT, "raw, %s: %,.0f docs/s%n", cellIs, rate);
            if (rate > best) {
                best = rate;
                where = cellIs;
            }
        }
        row("raw limit (" + where + ")", best, best);
        return best;
    }

    private double rawOnce(int perBulk, int inFlight) throws Exception {
        BenchIndex index = stack.index("orders-bench-raw");
        double rate = RawBulks.measure(index, RawBulks.bodies(DOCUMENTS, perBulk), DOCUMENTS, inFlight);
        index.delete();
        return rate;
    }

    private void row(String what, double rate, double raw) {
        String row = String.format(Locale.ROOT, "%-45s %,8.0f docs/s  %.2f", what, rate, rate / raw);
        System.out.println(row);
        table.add(row);
    }

    /** Documents per second, from the first one that the index has to the last. */
    private double sink(Map<String, String> converter) throws Exception {
        BenchIndex index = stack.index("orders-bench-sink");
        index.create();
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
