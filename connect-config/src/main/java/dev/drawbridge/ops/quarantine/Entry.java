package dev.drawbridge.ops.quarantine;

import java.time.Instant;

/**
 * An event that was quarantined.
 *
 * @param key its id, or where it stood if it has none
 * @param aggregateid empty if it is not known
 * @param version 0 if it is not known
 */
public record Entry(
        String key, String aggregatetype, String aggregateid, long version, String rule, String reason, Instant at) {}
