package dev.drawbridge.stack.demo.result;

import dev.drawbridge.stack.demo.workload.Plan;
import java.util.List;

/** What a run has shown. */
public record RunResult(Plan plan, Counts counts, List<String> examples, Latencies latencies) {}
