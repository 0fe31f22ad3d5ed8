package dev.drawbridge.sink.bulk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PendingDocumentTest {

    /** Against sorting: newest version first, of equal ones the one that arrived last. */
    @Property
    void givesVersionsFromTheNewestDownWhateverTheOrderOfArrival(@ForAll long seed) {
        Random random = new Random(seed);
        List<Document> arrivals = new ArrayList<>();
        for (int offset = 0; offset <= random.nextInt(8); offset++) {
            arrivals.add(Records.document(Records.event(offset, "a", 1 + random.nextInt(4))));
        }
        PendingDocument pending =
                new PendingDocument(PendingDocument.DocumentKey.of(arrivals.get(0)), arrivals.get(0), 0);
        arrivals.stream().skip(1).forEach(pending::add);
        List<Document> expected = new ArrayList<>(arrivals);
        expected.sort(Comparator.comparingLong(Document::version)
                .thenComparingLong(document -> document.coordinates().offset())
                .reversed());

        List<Document> given = new ArrayList<>();
        do {
            assertThat(pending.superseded()).hasSize(expected.size() - given.size() - 1);
            given.add(pending.newest());
        } while (pending.dropNewest());
        assertThat(given).isEqualTo(expected);
    }

    /** What arrived while it was in flight joins it when it is refused, and the order of arrival stays. */
    @Property
    void whatArrivedLaterJoinsInTheOrderOfArrival(@ForAll long seed) {
        Random random = new Random(seed);
        PendingDocument apart = null;
        PendingDocument together = null;
        PendingDocument later = null;
        int first = 1 + random.nextInt(4);
        for (int offset = 0; offset < first + 1 + random.nextInt(4); offset++) {
            Document document = Records.document(Records.event(offset, "a", 1 + random.nextInt(3)));
            together = with(together, document);
            apart = offset < first ? with(apart, document) : apart;
            later = offset < first ? later : with(later, document);
        }
        apart.addAll(later);
        assertThat(given(apart)).isEqualTo(given(together));
    }

    private static PendingDocument with(PendingDocument known, Document document) {
        if (known == null) {
            return new PendingDocument(PendingDocument.DocumentKey.of(document), document, 0);
        }
        known.add(document);
        return known;
    }

    private static List<Document> given(PendingDocument pending) {
        List<Document> given = new ArrayList<>();
        do {
            given.add(pending.newest());
        } while (pending.dropNewest());
        return given;
    }
}
