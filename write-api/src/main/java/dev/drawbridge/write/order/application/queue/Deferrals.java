package dev.drawbridge.write.order.application.queue;

import java.time.Duration;

/**
 * For how long a command is put off that is not to blame; others have their turn meanwhile. Immutable.
 *
 * @param busy while its order is busy, or the database is
 * @param unready until an instance that can read the command takes it, or somebody repairs the database
 */
public record Deferrals(Duration busy, Duration unready) {
    public static final Deferrals DEFAULT = new Deferrals(Duration.ofSeconds(1), Duration.ofSeconds(10));
}
