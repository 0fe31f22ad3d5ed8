package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents gathered for one request, at most one entry per index and id. Not thread-safe. */
final class Bulk {

    private record Target(String index, String id) {}

    private final int maxOperations;
    private final long maxBytes;
    private final Map<Target, Pending> entries = new LinkedHashMap<>();
    private long bytes;

    Bulk(int maxOperations, long maxBytes) {
        this.maxOperations = maxOperations;
        this.maxBytes = maxBytes;
    }

    /** Takes {@code document} in, unless it would break a limit; an empty bulk takes any document. */
    boolean add(Document document) {
        Target target = new Target(document.index(), document.id());
        @Nullable Pending known = entries.get(target);
        long grown = bytes + document.bulkBytes();
        if (!entries.isEmpty() && (grown > maxBytes || (known == null && entries.size() >= maxOperations))) {
            return false;
        }
        bytes = grown;
        if (known == null) {
            entries.put(target, new Pending(document));
        } else {
            known.add(document);
        }
        return true;
    }

    List<Pending> entries() {
        return new ArrayList<>(entries.values());
    }
}
