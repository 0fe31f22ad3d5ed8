package dev.drawbridge.sink.progress;

/**
 * An index, the same or an earlier one, as it is known by its name alone.
 *
 * @param lastSeen the offset of the last record of a partition that it has seen
 * @param note where that is noted
 */
public record Namesake(String index, long lastSeen, String note) {}
