package dev.drawbridge.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How fast a backlog of the outbox gets into Kafka: Drawbridge's connector with its defaults against Debezium's with its
 * EventRouter, on the same worker and the same WAL, and against what PostgreSQL can stream at all. "Cold" is the first
 * connector of a worker that has just been started, "warm" any later one. One run, one table; takes a stack of its own and
 * leaves it without connectors.
 */
public final class SourceThroughput {
    private static final int WARM_ROUNDS = 3;

    private final BenchDatabase database;
    private final BenchWorker worker;
    private final BacklogReader reader;
    private final List<String> variants;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private int runs;

    private SourceThroughput(BenchDatabase database, BenchWorker worker, BacklogReader reader, List<String> variants) {
        this.database = database;
        this.worker = worker;
        this.reader = reader;
        this.variants = variants;
    }

    /**
     * Takes the stack's folder, the number of rows, and the file that the table is written to; then, if options are to be tried,
     * variants of Drawbridge as {@code key=value,key=value}.
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        int rows = Integer.parseInt(args[1]);
        try (BenchDatabase database = new BenchDatabase(home, rows);
                BenchWorker worker = new BenchWorker(home);
                BacklogReader reader = new BacklogReader(new BenchStack(home).bootstrap(), rows)) {
            List<String> variants = List.of(args).subList(3, args.length);
            String table = new SourceThroughput(database, worker, reader, variants).run(rows);
            System.out.print(table);
            Files.writeString(Path.of(args[2]), table);
        }
    }

    private String run(int rows) throws Exception {
        Map<String, String> deployed = worker.takeAway("orders-outbox", "order-search");
        database.fill();
        for (int round = 0; round < 2; round++) {
            note("PostgreSQL alone, pgjdbc's replication stream", database.stream());
            Optional<Double> client = database.receive();
            if (client.isPresent()) {
                note("PostgreSQL alone, pg_recvlogical", client.get());
            }
        }
        worker.restart();
        note("EventRouter, cold", measure(this::eventRouter, deployed));
        worker.restart();
        note("Drawbridge, cold", measure(this::drawbridge, deployed));
        measure(this::eventRouter, deployed); // both have run on the worker that goes on
        for (int round = 0; round < WARM_ROUNDS; round++) {
            note("Drawbridge, warm", measure(this::drawbridge, deployed));
            note("EventRouter, warm", measure(this::eventRouter, deployed));
            for (String variant : variants) {
                note("Drawbridge, warm, " + variant, measure(with(variant), deployed));
            }
        }
        return table(rows);
    }

    private interface Variant {
        Map<String, String> config(Map<String, String> deployed, String name);
    }

    /** Events per second, from the first that a consumer sees to the last. */
    private double measure(Variant variant, Map<String, String> deployed) throws Exception {
        String name = "bench" + ++runs;
        String slot = "bench_" + runs;
        database.copySlot(slot);
        reader.createTopics(topic(name), "__debezium-heartbeat." + name);
        Map<String, String> config = new HashMap<>(variant.config(deployed, name));
        config.putAll(Map.of("name", name, "slot.name", slot, "topic.prefix", name));
        worker.deploy(name, config);
        try {
            return reader.rate(topic(name));
        } finally {
            worker.remove(name);
            reader.deleteTopics(topic(name));
            database.dropSlot(slot);
        }
    }

    private static String topic(String name) {
        return name + ".events";
    }

    /** What {@code connect-config} deploys, publishing elsewhere. */
    private Map<String, String> drawbridge(Map<String, String> deployed, String name) {
        Map<String, String> config = new HashMap<>(deployed);
        config.computeIfPresent(
                "transforms.publish.contract",
                (key, bundle) -> bundle.replace("topic: orders.public.v1", "topic: " + topic(name)));
        return config;
    }

    private Variant with(String options) {
        return (deployed, name) -> {
            Map<String, String> config = drawbridge(deployed, name);
            for (String option : options.split(",", -1)) {
                config.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
            return config;
        };
    }

    /** The usual way: Debezium's connector and defaults, the payload as a string. */
    private Map<String, String> eventRouter(Map<String, String> deployed, String name) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "plugin.name", "pgoutput",
                "publication.name", "drawbridge_outbox",
                "publication.autocreate.mode", "disabled",
                "snapshot.mode", "no_data",
                "table.include.list", "public.outbox",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "header.converter", "org.apache.kafka.connect.storage.StringConverter"));
        config.putAll(Map.of(
                "transforms", "router",
                "transforms.router.type", "io.debezium.transforms.outbox.EventRouter",
                "transforms.router.table.fields.additional.placement", "version:header:ce_aggregateversion,type:header",
                "transforms.router.route.topic.replacement", topic(name),
                "message.prefix.exclude.list", "drawbridge.heartbeat")); // those of Drawbridge's runs are in the WAL
        deployed.forEach((key, value) -> {
            if (key.startsWith("database.") || key.equals("exactly.once.support") || key.equals("tasks.max")) {
                config.put(key, value);
            }
        });
        return config;
    }

    private void note(String what, double rate) {
        rates.computeIfAbsent(what, key -> new ArrayList<>()).add(rate);
        System.out.printf(Locale.ROOT, "%-48s %,9.0f rows/s%n", what, rate);
    }

    private String table(int rows) throws SQLException {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d outbox rows with payloads of %d bytes, one transaction each; rows per second%n%n| | runs | lowest | median | highest | median to"
                        + " EventRouter, warm |%n|---|---|---|---|---|---|%n",
                rows,
                database.payloadBytes()));
        double base = median(rates.getOrDefault("EventRouter, warm", List.of(1.0)));
        rates.forEach((what, measured) -> {
            List<Double> sorted = measured.stream().sorted().toList();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %,.0f | %,.0f | %.2f |%n",
                    what,
                    sorted.size(),
                    sorted.get(0),
                    median(sorted),
                    sorted.get(sorted.size() - 1),
                    median(sorted) / base));
        });
        return table.toString();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
