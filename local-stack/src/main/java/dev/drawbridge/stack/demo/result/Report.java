package dev.drawbridge.stack.demo.result;

import dev.drawbridge.stack.demo.workload.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what runs have shown: counts, percentiles and their distribution, of several runs side by side. */
public final class Report {
    private static final List<Integer> LIMITS_MS =
            List.of(0, 5, 10, 15, 20, 30, 50, 75, 100, 200, 300, 500, 1000, 2000, 5000, Integer.MAX_VALUE);
    private static final int BAR = 16;

    private final PrintWriter out;

    public Report(PrintWriter out) {
        this.out = out;
    }

    public void write(Map<String, RunResult> outcomes) {
        outcomes.forEach(this::counts);
        percentiles(outcomes);
        outcomes.forEach(this::distribution);
        outcomes.forEach(this::verdict);
    }

    private void counts(String name, RunResult outcome) {
        Counts c = outcome.counts();
        line("");
        line(
                "%s: %d commands a second for %d s",
                name, outcome.plan().rate(), outcome.plan().duration().toSeconds());
        line(
                "  sent %d = accepted %d + refused %d + denied %d + unanswered %d",
                c.sent(), c.accepted(), c.refused(), c.denied(), c.unanswered());
        if (c.retried() > 0) {
            line("  turned away %d times with nothing saved, and sent again", c.retried());
        }
        line("  accepted %d = published %d + quarantined %d", c.accepted(), c.published(), c.quarantined());
        line("  published %d = indexed %d + dead-lettered %d", c.published(), c.indexed(), c.deadLettered());
        line("  orders not erased %d, found by search as they are %d", c.living(), c.found());
        if (c.duplicates() > 0) {
            line("  delivered again %d, as at-least-once delivery may", c.duplicates());
        }
    }

    private void percentiles(Map<String, RunResult> outcomes) {
        line("");
        line("%-19s %-10s %8s %10s %10s %10s %10s", "commit ->", "", "timed", "p50", "p90", "p99", "max");
        for (Stage stage : Stage.values()) {
            outcomes.forEach((name, outcome) -> percentiles(stage, name, outcome.latencies()));
        }
        Plan plan = outcomes.values().iterator().next().plan();
        line("Milliseconds after the answer to the command; that row itself is from when the command was due.");
        line(
                "Not timed: the first %.1f s. GET and search ask for %s, each figure late by up to a tenth.",
                plan.warmUp().toMillis() / 1000.0,
                plan.sampling() == 1 ? "each change" : "1 change in " + plan.sampling());
    }

    private void percentiles(Stage stage, String name, Latencies latencies) {
        line(
                "%-19s %-10s %8d %10.1f %10.1f %10.1f %10.1f",
                stage.title(),
                name,
                latencies.count(stage),
                latencies.percentileMillis(stage, 50),
                latencies.percentileMillis(stage, 90),
                latencies.percentileMillis(stage, 99),
                latencies.maxMillis(stage));
    }

    private void distribution(String name, RunResult outcome) {
        line("");
        line("%-12s %-22s %-22s %-22s", name, Stage.EVENT.title(), Stage.GET.title(), Stage.SEARCH.title());
        List<Stage> stages = List.of(Stage.EVENT, Stage.GET, Stage.SEARCH);
        for (int i = 0; i + 1 < LIMITS_MS.size(); i++) {
            int from = LIMITS_MS.get(i);
            int to = LIMITS_MS.get(i + 1);
            boolean empty =
                    stages.stream().allMatch(stage -> outcome.latencies().countBetween(stage, from, to) == 0);
            if (!empty) {
                line(
                        "%-12s %s",
                        to == Integer.MAX_VALUE ? ">= " + from + " ms" : "< " + to + " ms",
                        stages.stream()
                                .map(stage -> bar(outcome.latencies(), stage, from, to))
                                .collect(Collectors.joining(" ")));
            }
        }
    }

    private static String bar(Latencies latencies, Stage stage, int from, int to) {
        long count = latencies.countBetween(stage, from, to);
        double share = count / (double) Math.max(1, latencies.count(stage));
        int length = count == 0 ? 0 : (int) Math.max(1, Math.round(share * BAR));
        return String.format(Locale.ROOT, "%-" + BAR + "s %4.0f%%", "#".repeat(length), share * 100);
    }

    private void verdict(String name, RunResult outcome) {
        List<String> differences = outcome.counts().differences();
        line("");
        line(differences.isEmpty() ? name + ": all counts add up." : name + ": the counts do not add up.");
        differences.forEach(difference -> line("  %s", difference));
        if (!differences.isEmpty()) {
            outcome.examples().forEach(example -> line("  for example: %s", example));
        }
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
