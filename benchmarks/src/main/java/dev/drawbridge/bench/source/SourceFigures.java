package dev.drawbridge.bench.source;

import dev.drawbridge.bench.source.BacklogReader.Throughput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What {@link SourceThroughput} has measured, printed as it comes and as a table in the end. */
final class SourceFigures {
    private static final String TABLE_HEAD = """
            Rows per second; processor time is that of the Connect worker; the ratio is the median over the turns, each against the
            EventRouter run beside it.

            | | options of producer and transaction | runs | lowest | median | highest | processor µs/row | to EventRouter |
            |---|---|---|---|---|---|---|---|
            """;

    private record Line(String who, String options) {}

    private final Map<Line, List<Throughput>> measured = new LinkedHashMap<>();

    void limit(String what, double rate) {
        note(new Line(what, ""), new Throughput(rate, 0));
    }

    void cold(SourceContender contender, Throughput throughput) {
        note(new Line(contender.title() + ", cold", "options of `source.json`"), throughput);
    }

    void warm(SourceContender contender, OptionSet set, Throughput throughput) {
        note(new Line(contender.title() + ", warm", set.name()), throughput);
    }

    private void note(Line line, Throughput throughput) {
        measured.computeIfAbsent(line, first -> new ArrayList<>()).add(throughput);
        System.out.printf(
                Locale.ROOT,
                "%-48s %-40s %,9.0f rows/s %6.1f us/row%n",
                line.who(),
                line.options(),
                throughput.recordsPerSecond(),
                throughput.cpuMicrosPerRecord());
    }

    String table(int rows, int payloadBytes) {
        StringBuilder table = new StringBuilder(String.format(
                        Locale.ROOT,
                        "%,d outbox rows with payloads of %d bytes, one transaction each. ",
                        rows,
                        payloadBytes))
                .append(TABLE_HEAD);
        measured.forEach((line, runs) -> {
            List<Double> rates =
                    runs.stream().map(Throughput::recordsPerSecond).sorted().toList();
            double cpu =
                    median(runs.stream().map(Throughput::cpuMicrosPerRecord).toList());
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %,.0f | %,.0f | %,.0f | %s | %s |%n",
                    line.who(),
                    line.options(),
                    rates.size(),
                    rates.get(0),
                    median(rates),
                    rates.get(rates.size() - 1),
                    cpu == 0 ? "" : String.format(Locale.ROOT, "%.1f", cpu),
                    ratio(line, runs)));
        });
        return table.toString();
    }

    private String ratio(Line line, List<Throughput> runs) {
        String drawbridge = SourceContender.DRAWBRIDGE.title();
        List<Throughput> others = measured.getOrDefault(
                new Line(line.who().replace(drawbridge, SourceContender.EVENT_ROUTER.title()), line.options()),
                List.of());
        if (!line.who().startsWith(drawbridge) || others.size() != runs.size()) {
            return "";
        }
        double ratio = median(IntStream.range(0, runs.size())
                .mapToObj(turn ->
                        runs.get(turn).recordsPerSecond() / others.get(turn).recordsPerSecond())
                .toList());
        return String.format(Locale.ROOT, "**%.2f**", ratio);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
