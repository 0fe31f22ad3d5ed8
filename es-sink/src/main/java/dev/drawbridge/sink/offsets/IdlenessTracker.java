package dev.drawbridge.sink.offsets;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tracks in which partitions there was nothing to read. A poll may bring only what another partition has in the
 * consumer's buffer: so a claim counts only when the partition was asked in vain for {@link Checkpoint#CLOCK_SLACK_MS} after it,
 * the time in which nothing was asked for left out. For one thread.
 */
final class IdlenessTracker {

    private record Claim(long at, long askedMs) {}

    private final Map<TopicPartition, Claim> unripe = new HashMap<>();
    /** For how long partitions have been asked for records in all. */
    private long askedMs;

    private long lastAsked = Long.MAX_VALUE;

    /** Notes that partitions were asked for records until {@code now}. */
    void asked(long now) {
        askedMs += Math.max(0, now - lastAsked);
        lastAsked = now;
    }

    /** Notes that nothing was asked for until {@code now}. */
    void interrupted(long now) {
        lastAsked = now;
    }

    /**
     * Claims that {@code partition} has nothing to offer.
     *
     * @return the time of an earlier claim that is ripe by now
     */
    OptionalLong claim(TopicPartition partition, long now) {
        @Nullable Claim claim = unripe.get(partition);
        boolean ripe = claim != null && askedMs - claim.askedMs >= Checkpoint.CLOCK_SLACK_MS;
        if (claim == null || ripe) {
            unripe.put(partition, new Claim(now, askedMs));
        }
        return claim != null && ripe ? OptionalLong.of(claim.at) : OptionalLong.empty();
    }

    /** Drops the claim on {@code partition}: it had something after all. */
    void drop(TopicPartition partition) {
        unripe.remove(partition);
    }

    void dropAll(Collection<TopicPartition> partitions) {
        unripe.keySet().removeAll(partitions);
    }
}
