package dev.drawbridge.stack.demo;

import java.util.List;

/** What a run has shown. */
record Outcome(Plan plan, Counts counts, List<String> examples, Latencies latencies) {}
