package dev.drawbridge.cdc.postgres;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an offset was read, kept in it beside Debezium's own keys, which ignores others. Immutable.
 *
 * @param checkedLsn the server's position when {@code outbox} was last found to be what it is
 * @param checkedAt when that was, by the worker's clock
 */
public record OffsetOrigin(ServerLineage server, OutboxIdentity outbox, long checkedLsn, Instant checkedAt) {
    private static final String SYSTEM = "drawbridge.system";
    private static final String TIMELINE = "drawbridge.timeline";
    private static final String TIMELINE_BEGAN = "drawbridge.timeline.lsn";
    private static final String PUBLICATION = "drawbridge.publication";
    private static final String TABLES = "drawbridge.tables";
    private static final String CHECKED_LSN = "drawbridge.checked.lsn";
    private static final String CHECKED_MS = "drawbridge.checked.ms";

    static final Set<String> TEXT_KEYS = Set.of(SYSTEM, PUBLICATION, TABLES);
    static final Set<String> NUMBER_KEYS = Set.of(TIMELINE, TIMELINE_BEGAN, CHECKED_LSN, CHECKED_MS);

    /** The keys of an offset that say it. */
    public Map<String, Object> asOffset() {
        return Map.of(
                SYSTEM, server.system(),
                TIMELINE, server.timeline(),
                TIMELINE_BEGAN, server.began(),
                PUBLICATION, outbox.publication(),
                TABLES, outbox.tables(),
                CHECKED_LSN, checkedLsn,
                CHECKED_MS, checkedAt.toEpochMilli());
    }

    /** What the offset says; null if it does not say all. */
    static @Nullable OffsetOrigin of(Map<String, ?> offset) {
        if (offset.get(SYSTEM) instanceof String system
                && offset.get(TIMELINE) instanceof Number timeline
                && offset.get(TIMELINE_BEGAN) instanceof Number began
                && offset.get(PUBLICATION) instanceof String publication
                && offset.get(TABLES) instanceof String tables
                && offset.get(CHECKED_LSN) instanceof Number checkedLsn
                && offset.get(CHECKED_MS) instanceof Number checkedMs) {
            return new OffsetOrigin(
                    new ServerLineage(system, timeline.longValue(), began.longValue()),
                    new OutboxIdentity(publication, tables),
                    checkedLsn.longValue(),
                    Instant.ofEpochMilli(checkedMs.longValue()));
        }
        return null;
    }

    /** Why rows may be missing, and what to do; null if nothing has changed. */
    @Nullable
    String lossUntil(OffsetOrigin now, String publicationName, OutboxTables tables, String where) {
        String change = now.outbox().changeSince(outbox, publicationName, tables);
        if (change == null) {
            return null;
        }
        return change + " on " + where + " between " + Catalog.lsn(checkedLsn) + " (" + checkedAt + ") and "
                + Catalog.lsn(now.checkedLsn()) + " (" + now.checkedAt()
                + "): rows written in that window may be missing,"
                + " and the slot cannot send them again, whatever the publication is now. See that publication and table are"
                + " as they should be, then " + Remedy.AND_REPUBLISH;
    }
}
