package dev.drawbridge.stack.demo.result;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is known of one order. Guarded by the {@link RunLedger}. */
final class OrderAccount {
    private final BitSet published = new BitSet();
    private final BitSet quarantined = new BitSet();
    private final BitSet deadLettered = new BitSet();
    private final Map<Integer, Long> committedAt = new HashMap<>();
    private final Map<Integer, Long> publishedAt = new HashMap<>();
    private int committed;
    private int indexed;
    private boolean erased;

    void committed(int version, boolean erases, long now) {
        committed = Math.max(committed, version);
        erased |= erases;
        if (!publishedAt.containsKey(version)) {
            committedAt.put(version, now);
        }
    }

    /** False when this version was seen before. */
    boolean published(int version, long now) {
        if (published.get(version)) {
            return false;
        }
        published.set(version);
        if (!committedAt.containsKey(version)) {
            publishedAt.put(version, now); // the event was faster than the answer to its command
        }
        return true;
    }

    /** When the answer to the command of this version came, if it did; forgotten by being asked. */
    OptionalLong takeCommittedAt(int version) {
        return optional(committedAt.remove(version));
    }

    OptionalLong takePublishedAt(int version) {
        return optional(publishedAt.remove(version));
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    void quarantined(int version) {
        quarantined.set(version);
    }

    void deadLettered(int version) {
        deadLettered.set(version);
    }

    /** The index shows this version now. */
    void indexed(int version) {
        indexed = version;
    }

    int committed() {
        return committed;
    }

    int indexed() {
        return indexed;
    }

    boolean erased() {
        return erased;
    }

    long publishedChanges() {
        return published.get(1, committed + 1).cardinality();
    }

    /** Changes that were quarantined and have not been published since. */
    long quarantinedChanges() {
        return unpublished(quarantined).get(1, committed + 1).cardinality();
    }

    /** Events of versions that no accepted command has made. */
    long unexpectedEvents() {
        BitSet events = events();
        events.clear(1, committed + 1);
        return events.cardinality();
    }

    private BitSet unpublished(BitSet versions) {
        BitSet left = (BitSet) versions.clone();
        left.andNot(published);
        return left;
    }

    /** Versions that were published or quarantined. */
    private BitSet events() {
        BitSet events = (BitSet) published.clone();
        events.or(quarantined);
        return events;
    }

    /** Published changes that the index shows or a newer one has overtaken. */
    long indexedChanges() {
        return published.get(1, Math.min(indexed, committed) + 1).cardinality();
    }

    /** Published changes that stand among the dead letters, and that nothing newer has made up for. */
    long deadLetteredChanges() {
        BitSet left = (BitSet) deadLettered.clone();
        left.and(published);
        left.clear(0, indexed + 1);
        return left.cardinality();
    }

    /** The first change that was neither published nor quarantined. */
    OptionalInt firstUnpublished() {
        int version = events().nextClearBit(1);
        return version <= committed ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /** The newest version that was not quarantined, which is what readers are to see; 0 when all were. */
    int due() {
        BitSet setAside = unpublished(quarantined);
        setAside.or(deadLettered);
        return Math.max(setAside.previousClearBit(committed), Math.min(indexed, committed));
    }

    boolean isInStep() {
        return indexed == due();
    }
}
