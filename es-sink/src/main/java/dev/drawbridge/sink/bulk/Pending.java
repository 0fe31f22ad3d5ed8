package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one document that wait together. Only the newest is sent. The others are settled together with it, unless it
 * is rejected: then the next newest is sent, so that a bulk never ends differently from its documents sent one by one.
 */
final class Pending {

    private final DocumentKey key;
    private final long waitingSince;
    private Document newest;
    private List<Document> overtaken = List.of();
    private int failures;

    /** {@code now} in nanoseconds. */
    Pending(DocumentKey key, Document document, long now) {
        this.key = key;
        this.newest = document;
        this.waitingSince = now;
    }

    /** Of equal versions the one that arrives last counts as newer, as external_gte would have it. */
    void add(Document document) {
        if (overtaken.isEmpty()) {
            overtaken = new ArrayList<>(2);
        }
        if (document.version() >= newest.version()) {
            overtaken.add(newest);
            newest = document;
        } else {
            overtaken.add(document);
        }
    }

    Document newest() {
        return newest;
    }

    DocumentKey key() {
        return key;
    }

    long waitingSince() {
        return waitingSince;
    }

    /** Puts the next newest version in the place of the newest; false when there is none. */
    boolean dropNewest() {
        if (overtaken.isEmpty()) {
            return false;
        }
        int next = 0;
        for (int i = 1; i < overtaken.size(); i++) {
            next = overtaken.get(i).version() >= overtaken.get(next).version() ? i : next;
        }
        newest = overtaken.remove(next);
        failures = 0;
        return true;
    }

    /** Notes that sending the newest has failed once more, and tells how often that was. */
    int failed() {
        return ++failures;
    }

    /** The versions that are not sent because of the newest. */
    List<Document> overtaken() {
        return overtaken;
    }

    /** What a document is known by in the cluster. */
    record DocumentKey(String index, String id, @Nullable String routing) {

        static DocumentKey of(Document document) {
            return new DocumentKey(document.index(), document.id(), document.routing());
        }
    }
}
