package dev.drawbridge.stack.demo;

import dev.drawbridge.stack.demo.probe.Endpoints;
import dev.drawbridge.stack.demo.result.Counts;
import dev.drawbridge.stack.demo.result.ProgressLine;
import dev.drawbridge.stack.demo.result.Report;
import dev.drawbridge.stack.demo.result.RunResult;
import dev.drawbridge.stack.demo.workload.Plan;
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
        RunResult outcome = carryOut("Drawbridge");
        new Report(out).write(Map.of("Drawbridge", outcome));
        return outcome.counts();
    }

    /** The same twice, the second time with stock settings, which are taken back afterwards; returns the counts of both. */
    public List<Counts> compare(Deployer deployer) throws Exception {
        Map<String, RunResult> outcomes = new LinkedHashMap<>();
        outcomes.put("Drawbridge", carryOut("Drawbridge"));
        out.println("Giving the connectors and the index their stock settings.");
        StockSettings stock = new StockSettings(deployer, new IndexRefresh(endpoints));
        try {
            stock.apply();
            outcomes.put("stock", carryOut("stock"));
        } finally {
            out.println("Putting the settings back.");
            stock.restore();
        }
        new Report(out).write(outcomes);
        return outcomes.values().stream().map(RunResult::counts).toList();
    }

    private RunResult carryOut(String name) throws Exception {
        new WarmUp(endpoints, plan, out).carryOut();
        out.println(name + ": sending " + plan.commands() + " commands, " + plan.rate() + " a second.");
        return new Run(endpoints, plan, progress).carryOut();
    }
}
