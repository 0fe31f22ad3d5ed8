package dev.drawbridge.stack.demo;

import dev.drawbridge.stack.demo.probe.Documents;
import dev.drawbridge.stack.demo.probe.Endpoints;
import dev.drawbridge.stack.demo.probe.FinalCheck;
import dev.drawbridge.stack.demo.probe.Probes;
import dev.drawbridge.stack.demo.result.Latencies;
import dev.drawbridge.stack.demo.result.ProgressLine;
import dev.drawbridge.stack.demo.result.RunLedger;
import dev.drawbridge.stack.demo.result.RunResult;
import dev.drawbridge.stack.demo.workload.Plan;
import dev.drawbridge.stack.demo.workload.Sender;
import dev.drawbridge.stack.demo.workload.Workload;
import java.io.IOException;
import java.util.Random;

/** One stretch of commands against whatever settings the stack has, and the reckoning after it. */
final class Run {
    private static final int EXAMPLES = 3;
    private static final int SECONDS_BETWEEN_COMMANDS_OF_AN_ORDER = 4;
    private static final int FEWEST_OPEN = 50;

    private final Endpoints endpoints;
    private final Plan plan;
    private final ProgressLine progress;
    private final RunLedger ledger = new RunLedger();
    private final Latencies latencies = new Latencies();

    Run(Endpoints endpoints, Plan plan, ProgressLine progress) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.progress = progress;
    }

    /** Orders whose stories are not over, about. */
    static int mostOpen(Plan plan) {
        return Math.max(FEWEST_OPEN, SECONDS_BETWEEN_COMMANDS_OF_AN_ORDER * plan.rate());
    }

    RunResult carryOut() throws IOException, InterruptedException {
        Workload workload = new Workload(new Random(), mostOpen(plan));
        try (Probes probes = new Probes(endpoints, ledger, latencies, plan.sampling());
                Documents documents = new Documents(endpoints);
                ProgressLine.Ticking ticking = progress.start(ledger, latencies)) {
            latencies.timeFrom(System.nanoTime() + plan.warmUp().toNanos());
            new Sender(endpoints.writeApi(), workload, probes).send(plan);
            ticking.say("waiting for what is on its way");
            new FinalCheck(documents, ledger, plan.timeout()).take();
        }
        return new RunResult(plan, ledger.counts(), ledger.examples(EXAMPLES), latencies);
    }
}
