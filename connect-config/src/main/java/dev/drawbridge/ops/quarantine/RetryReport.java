package dev.drawbridge.ops.quarantine;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.quarantine.QuarantineRetry.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What came of retrying quarantined events, one aggregate type after the other: what fails for one does not stop the others. */
public final class RetryReport {
    private final List<Entry> chosen;
    private final List<Entry> settled = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Exception failure;

    public RetryReport(List<Entry> chosen) {
        this.chosen = List.copyOf(chosen);
    }

    /** Retries those of one aggregate type. */
    @FunctionalInterface
    public interface Retry {
        Outcome run() throws IOException, InterruptedException;
    }

    /** Runs a retry; its failure is kept. */
    public void add(String aggregatetype, Retry retry) throws InterruptedException {
        try {
            Outcome outcome = retry.run();
            settled.addAll(outcome.settled());
            if (!outcome.missing().isEmpty()) {
                problems.add("The write service has no aggregate " + aggregatetype + " "
                        + String.join(", ", outcome.missing()) + "; dismiss what can never be published.");
            }
        } catch (IOException | ActionRequiredException | KafkaException e) {
            problems.add(aggregatetype + " was not retried to the end: " + e.getMessage());
            failure = failure == null ? e : failure;
        }
    }

    /** For a person; without the entries that are open. */
    public List<String> lines() {
        int done = chosen.size() - open().size();
        List<String> lines = new ArrayList<>(problems);
        lines.add(done + " of " + chosen.size() + " settled.");
        if (settled.size() > done) {
            lines.add((settled.size() - done) + " more of the same aggregates settled with them.");
        }
        return lines;
    }

    /** The chosen entries that are not settled. */
    public List<Entry> open() {
        List<Entry> open = new ArrayList<>(chosen);
        open.removeAll(settled);
        return open;
    }

    /** Throws the first failure, if there was one: it decides about the exit code. */
    public void throwFailure() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }
}
