package dev.drawbridge.stack.demo.probe;

import dev.drawbridge.stack.demo.probe.VisibilityProbe.Verdict;
import dev.drawbridge.stack.demo.result.Latencies;
import dev.drawbridge.stack.demo.result.RunLedger;
import dev.drawbridge.stack.demo.result.Stage;
import dev.drawbridge.stack.demo.workload.Command;
import dev.drawbridge.stack.demo.workload.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything that looks at changes while the commands are sent: writes to the ledger what came, to the histograms how long
 * it took. Every event is timed; GET and search ask for a sample.
 */
public final class Probes implements Sender.Answers, TopicProbe.Listener, AutoCloseable {
    private static final Duration BETWEEN_GETS = Duration.ofMillis(2);
    private static final Duration BETWEEN_SEARCHES = Duration.ofMillis(20);

    private final RunLedger ledger;
    private final Latencies latencies;
    private final int sampling;
    private final AtomicLong accepted = new AtomicLong();
    private final VisibilityProbe search;
    private final VisibilityProbe get;
    private final TopicProbe topics;
    private final Documents documents;

    public Probes(Endpoints endpoints, RunLedger ledger, Latencies latencies, int sampling) {
        this.ledger = ledger;
        this.latencies = latencies;
        this.sampling = sampling;
        this.documents = new Documents(endpoints);
        this.search = new VisibilityProbe(
                Stage.SEARCH, documents::search, BETWEEN_SEARCHES, this::foundBySearch, this::searched);
        this.get = new VisibilityProbe(Stage.GET, documents::get, BETWEEN_GETS, Probes::foundByGet, this::got);
        this.topics = new TopicProbe(endpoints.kafka(), endpoints.topics(), this);
    }

    @Override
    public void sending(Command command) {
        ledger.sent(command.order());
    }

    @Override
    public void accepted(Command command, int version, long due, long now) {
        latencies.record(Stage.ANSWER, due, now);
        ledger.accepted(command.order(), version, command.erases(), now)
                .ifPresent(published -> latencies.record(Stage.EVENT, now, published));
        if (accepted.getAndIncrement() % sampling == 0) {
            get.watch(new Watched(command.order().toString(), version, command.erases(), now));
        }
    }

    @Override
    public void refused() {
        ledger.refused();
    }

    @Override
    public void denied(String answer) {
        ledger.denied(answer);
    }

    @Override
    public void unanswered() {
        ledger.unanswered();
    }

    @Override
    public void retried() {
        ledger.retried();
    }

    @Override
    public void published(String order, int version, long now) {
        ledger.published(order, version, now).ifPresent(committed -> latencies.record(Stage.EVENT, committed, now));
    }

    @Override
    public void quarantined(String order, int version) {
        ledger.quarantined(order, version);
    }

    @Override
    public void deadLettered(String order, int version) {
        ledger.deadLettered(order, version);
    }

    private void got(Watched change, long now) {
        latencies.record(Stage.GET, change.committedAt(), now);
        search.watch(change);
    }

    private void searched(Watched change, long now) {
        latencies.record(Stage.SEARCH, change.committedAt(), now);
    }

    /** This version or a later one: a document may skip versions. */
    private static Verdict foundByGet(Watched change, @Nullable Integer found) {
        return found != null && found >= change.version() ? Verdict.SEEN : Verdict.NOT_YET;
    }

    /** An erasure is seen by finding nothing; a change that an erasure has hidden before it was found can be seen no more. */
    private Verdict foundBySearch(Watched change, @Nullable Integer found) {
        if (change.erases()) {
            return found == null ? Verdict.SEEN : Verdict.NOT_YET;
        }
        if (found != null && found >= change.version()) {
            return Verdict.SEEN;
        }
        return ledger.isErased(change.order()) ? Verdict.MISSED : Verdict.NOT_YET;
    }

    @Override
    public void close() throws IOException {
        get.close();
        search.close();
        topics.close();
        documents.close();
    }
}
