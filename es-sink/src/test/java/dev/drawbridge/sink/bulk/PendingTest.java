package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PendingTest {

    /** Against sorting: newest version first, of equal ones the one that arrived last. */
    @Property
    void givesVersionsFromTheNewestDownWhateverTheOrderOfArrival(@ForAll long seed) {
        Random random = new Random(seed);
        List<Document> arrivals = new ArrayList<>();
        for (int offset = 0; offset <= random.nextInt(8); offset++) {
            arrivals.add(Records.document(Records.event(offset, "a", 1 + random.nextInt(4))));
        }
        Pending pending = new Pending(Pending.DocumentKey.of(arrivals.get(0)), arrivals.get(0), 0);
        arrivals.stream().skip(1).forEach(pending::add);
        List<Document> expected = new ArrayList<>(arrivals);
        expected.sort(Comparator.comparingLong(Document::version)
                .thenComparingLong(document -> document.coordinates().offset())
                .reversed());

        List<Document> given = new ArrayList<>();
        do {
            assertThat(pending.overtaken()).hasSize(expected.size() - given.size() - 1);
            given.add(pending.newest());
        } while (pending.dropNewest());
        assertThat(given).isEqualTo(expected);
    }
}
