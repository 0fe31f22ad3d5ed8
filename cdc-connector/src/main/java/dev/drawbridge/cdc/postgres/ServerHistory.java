package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server's system identifier, its timeline, and where its history left the earlier ones, as IDENTIFY_SYSTEM and
 * TIMELINE_HISTORY report them (PostgreSQL, "Streaming Replication Protocol"). Immutable.
 *
 * @param left the earlier timelines of this history, oldest first
 */
record ServerHistory(String system, long timeline, List<Left> left) {

    /** @param at the first LSN that does not belong to that timeline any more */
    record Left(long timeline, long at) {}

    /** @param replication a connection of the replication protocol */
    static ServerHistory read(Connection replication) throws SQLException {
        try (Statement statement = replication.createStatement()) {
            String system;
            long timeline;
            try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
                if (!row.next()) {
                    throw new SQLException("IDENTIFY_SYSTEM has no answer");
                }
                system = row.getString("systemid");
                timeline = row.getLong("timeline");
            }
            return new ServerHistory(system, timeline, timeline == 1 ? List.of() : left(statement, timeline));
        }
    }

    private static List<Left> left(Statement statement, long timeline) throws SQLException {
        try (ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            if (!row.next()) {
                throw new SQLException("TIMELINE_HISTORY " + timeline + " has no answer");
            }
            return parse(row.getString("content"));
        }
    }

    /** The file's lines: number of the timeline, LSN, reason; comments begin with a hash sign. */
    static List<Left> parse(String file) {
        List<Left> left = new ArrayList<>();
        for (String line : file.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 2 && !words[0].startsWith("#")) {
                left.add(new Left(Long.parseLong(words[0]), Catalog.lsn(words[1])));
            }
        }
        return List.copyOf(left);
    }

    ServerLineage lineage() {
        return new ServerLineage(
                system, timeline, left.isEmpty() ? 0 : left.get(left.size() - 1).at());
    }

    /**
     * Why a position of {@code stored} is none of this history, in words that follow the server's name; null if it is one. After
     * a clean failover it is: this history left the stored timeline at that position or later.
     */
    @Nullable
    String contradiction(ServerLineage stored, long position) {
        if (!system.equals(stored.system())) {
            return "is another server than the one of the stored offset (system identifier " + system + ", stored "
                    + stored.system() + ")";
        }
        if (stored.equals(lineage())) {
            return null;
        }
        long began = 0;
        for (Left earlier : left) {
            if (earlier.timeline() == stored.timeline() && began == stored.began()) {
                return position <= earlier.at()
                        ? null
                        : "left timeline " + earlier.timeline() + " at " + Catalog.lsn(earlier.at())
                                + ", before the stored offset " + Catalog.lsn(position)
                                + ": it was restored from a backup, or promoted before it had all";
            }
            began = earlier.at();
        }
        return "has timeline " + timeline + ", which does not descend from that of the stored offset ("
                + stored.timeline() + ", begun at " + Catalog.lsn(stored.began()) + ")";
    }
}
