package dev.drawbridge.stack.demo;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends a stream of commands to a stack that is up, and shows what became of each and how long it took. */
public final class Demo {
    private final Endpoints endpoints;
    private final Plan plan;
    private final PrintWriter out;
    private final ProgressLine progress;

    /** @param terminal whether lines may be written over */
    public Demo(Endpoints endpoints, Plan plan, PrintWriter out, boolean terminal) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.out = out;
        this.progress = new ProgressLine(out, terminal);
    }

    /** One run with the settings that are deployed; returns its counts. */
    public Counts run() throws Exception {
        announce("Drawbridge", plan);
        Outcome outcome = new Run(endpoints, plan, progress).carryOut();
        new Report(out).write(Map.of("Drawbridge", outcome));
        return outcome.counts();
    }

    /** The same twice, the second time with stock settings, which are taken back afterwards; returns the counts of both. */
    public List<Counts> compare(Deployer deployer) throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        announce("Drawbridge", plan);
        outcomes.put("Drawbridge", new Run(endpoints, plan, progress).carryOut());
        out.println("Giving the connectors and the index their stock settings.");
        StockSettings stock = new StockSettings(deployer, new IndexRefresh(endpoints));
        try {
            stock.apply();
            announce("stock", plan);
            outcomes.put("stock", new Run(endpoints, plan, progress).carryOut());
        } finally {
            out.println("Putting the settings back.");
            stock.restore();
        }
        new Report(out).write(outcomes);
        return outcomes.values().stream().map(Outcome::counts).toList();
    }

    private void announce(String name, Plan plan) {
        out.println(name + ": sending " + plan.commands() + " commands, " + plan.rate() + " a second.");
    }
}
