package dev.drawbridge.stack.demo.probe;

import dev.drawbridge.stack.demo.result.RunLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at every order of a run once all commands are sent, until nothing is missing or nothing more comes. */
public final class FinalCheck {
    private static final int AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Documents documents;
    private final RunLedger ledger;
    private final Duration timeout;

    public FinalCheck(Documents documents, RunLedger ledger, Duration timeout) {
        this.documents = documents;
        this.ledger = ledger;
        this.timeout = timeout;
    }

    private interface Look {
        /** How far things have come, and whether that is all. */
        Progress at() throws IOException, InterruptedException;
    }

    private record Progress(long reached, boolean complete) {}

    public void take() throws IOException, InterruptedException {
        await(() -> new Progress(
                ledger.counts().published() + ledger.counts().quarantined(), ledger.isEverythingPublished()));
        await(this::lookAtDocuments);
        await(this::search);
    }

    /** Returns when all is there, or when {@code timeout} has passed without any progress. */
    private void await(Look look) throws IOException, InterruptedException {
        long best = -1;
        long since = System.nanoTime();
        while (true) {
            Progress progress = look.at();
            if (progress.complete() || System.nanoTime() - since > timeout.toNanos()) {
                return;
            }
            if (progress.reached() > best) {
                best = progress.reached();
                since = System.nanoTime();
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private Progress lookAtDocuments() throws IOException, InterruptedException {
        versions(ledger.behind(), documents::get).forEach(ledger::indexed);
        return new Progress(ledger.counts().indexed(), ledger.behind().isEmpty());
    }

    private Progress search() throws IOException, InterruptedException {
        Map<String, Integer> living = ledger.living();
        Map<String, Integer> found = versions(living.keySet(), documents::search);
        long current = living.entrySet().stream()
                .filter(order -> order.getValue().equals(found.get(order.getKey())))
                .count();
        long ghosts = versions(ledger.erased(), documents::search).size();
        ledger.found(current - ghosts);
        return new Progress(current - ghosts, current == living.size() && ghosts == 0);
    }

    private static Map<String, Integer> versions(Collection<String> orders, VisibilityProbe.Lookup lookup)
            throws IOException, InterruptedException {
        Map<String, Integer> versions = new HashMap<>();
        List<String> all = List.copyOf(orders);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            versions.putAll(lookup.versions(all.subList(from, Math.min(from + AT_ONCE, all.size()))));
        }
        return versions;
    }
}
