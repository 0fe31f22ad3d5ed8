package dev.drawbridge.bench.source;

import dev.drawbridge.bench.BenchStack;
import dev.drawbridge.bench.Sample;
import dev.drawbridge.bench.source.BacklogReader.Throughput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast a backlog of the outbox gets into Kafka: Drawbridge's connector against Debezium's with its EventRouter, on the
 * same worker, from the same WAL, with the same producer and transaction options, in turns; and against what PostgreSQL can
 * stream at all. "Cold" is the first connector of a worker that has just been started, "warm" any later one. One run, one
 * table; takes a stack of its own and leaves it without connectors.
 */
public final class SourceThroughput {
    private final BenchDatabase database;
    private final BenchWorker worker;
    private final BacklogReader reader;
    private final Map<String, String> deployed;
    private final SourceFigures figures = new SourceFigures();
    private final long started = System.currentTimeMillis();
    private int runs;

    private SourceThroughput(BenchDatabase database, BenchWorker worker, BacklogReader reader) throws Exception {
        this.database = database;
        this.worker = worker;
        this.reader = reader;
        this.deployed = worker.takeAway(Sample.SOURCE, Sample.SINK);
    }

    /**
     * Takes the stack's folder, the number of rows, how many turns everybody gets, and the file that the table is written to;
     * then, if others are to be tried, options for both contenders as {@code key=value,key=value}, on top of the deployed ones.
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        int rows = Integer.parseInt(args[1]);
        try (BenchDatabase database = new BenchDatabase(home, rows);
                BenchWorker worker = new BenchWorker(home);
                BacklogReader reader = new BacklogReader(new BenchStack(home).bootstrap(), rows)) {
            SourceThroughput benchmark = new SourceThroughput(database, worker, reader);
            benchmark.run(
                    Integer.parseInt(args[2]),
                    benchmark.optionSets(List.of(args).subList(4, args.length)));
            String table = benchmark.figures.table(rows, database.payloadBytes());
            System.out.print(table);
            Files.writeString(Path.of(args[3]), table);
        }
    }

    private List<OptionSet> optionSets(List<String> more) {
        OptionSet ours = OptionSet.deployed(deployed);
        List<OptionSet> sets = new ArrayList<>(List.of(OptionSet.defaults(), ours));
        more.forEach(options -> sets.add(ours.with(options)));
        return sets;
    }

    private void run(int turns, List<OptionSet> sets) throws Exception {
        database.fill();
        for (int turn = 0; turn < 2; turn++) {
            figures.limit("PostgreSQL alone, pgjdbc's replication stream", database.stream());
            Optional<Double> client = database.receive();
            client.ifPresent(rate -> figures.limit("PostgreSQL alone, pg_recvlogical", rate));
        }
        List<SourceContender> order = new ArrayList<>(List.of(SourceContender.values()));
        for (SourceContender contender : order) {
            worker.restart();
            figures.cold(contender, measure(contender, sets.get(1)));
        }
        measure(order.get(0), sets.get(1)); // both have run on the worker that goes on
        for (int turn = 0; turn < turns; turn++) {
            for (OptionSet set : sets) {
                for (SourceContender contender : order) {
                    figures.warm(contender, set, measure(contender, set));
                }
            }
            Collections.reverse(order); // nobody always goes first
        }
    }

    private Throughput measure(SourceContender contender, OptionSet set) throws Exception {
        String name = "bench" + started + "r" + ++runs; // also on a stack that has seen another benchmark
        String slot = "bench_" + runs;
        String topic = name + ".events";
        database.copySlot(slot);
        reader.createTopics(topic, "__debezium-heartbeat." + name);
        Map<String, String> config = new HashMap<>(set.appliedTo(contender.config(deployed, topic)));
        config.putAll(Map.of("name", name, "slot.name", slot, "topic.prefix", name));
        worker.deploy(name, config);
        try {
            return reader.read(topic, worker::cpuTime);
        } finally {
            worker.remove(name);
            reader.deleteTopics(topic);
            database.dropSlot(slot);
        }
    }
}
