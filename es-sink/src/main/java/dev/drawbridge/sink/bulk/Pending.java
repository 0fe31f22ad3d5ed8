package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The versions of one document that wait in one bulk. Only the newest is sent. The others are settled together with it, unless
 * it is rejected: then the next newest is sent, so that a bulk never ends differently from its documents sent one by one.
 */
final class Pending {

    private record Arrival(Document document, int order) {}

    /** Newest first; of equal versions the one that arrived last, as external_gte would have it. */
    private final TreeSet<Arrival> versions = new TreeSet<>(
            Comparator.<Arrival>comparingLong(arrival -> arrival.document().version())
                    .thenComparingInt(Arrival::order)
                    .reversed());

    private int arrived;

    Pending(Document document) {
        add(document);
    }

    void add(Document document) {
        versions.add(new Arrival(document, arrived++));
    }

    Document newest() {
        return versions.first().document();
    }

    /** Takes the newest version out; tells whether an older one is left. */
    boolean dropNewest() {
        versions.pollFirst();
        return !versions.isEmpty();
    }

    /** The versions that are not sent because of the newest. */
    List<Document> overtaken() {
        return versions.stream().skip(1).map(Arrival::document).toList();
    }
}
