package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.BulkWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Pauses the task's partitions while the writer holds more than it may, so that memory stays bounded and the consumer in its
 * group. For the task's thread alone.
 */
final class BackPressure {

    /** Soon enough that the writer, half full when partitions are resumed, does not run dry. */
    private static final long PAUSED_CHECK_MS = 10;
    /** Soon enough to learn of a failure while no record arrives. */
    private static final long BUSY_CHECK_MS = 200;

    private final Set<TopicPartition> assigned = new HashSet<>();
    private boolean paused;
    /** Partitions have come to those that are paused. */
    private boolean mixed;

    /** Connect itself pauses again what it gives back after a rebalance, so that all must be resumed, or paused again. */
    void opened(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        mixed = paused;
    }

    void closed(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }

    boolean isPaused() {
        return paused;
    }

    /** To be called after each delivery. Sees to it that the next one comes in time, too. */
    void apply(SinkTaskContext context, BulkWriter writer) {
        TopicPartition[] partitions = assigned.toArray(TopicPartition[]::new);
        if (paused && writer.isHalfEmpty()) {
            context.resume(partitions);
            paused = false;
        } else if (mixed || (!paused && writer.isFull())) {
            context.pause(partitions);
            paused = true;
        }
        mixed = false;
        if (paused) {
            context.timeout(PAUSED_CHECK_MS);
        } else if (!writer.isIdle()) {
            context.timeout(BUSY_CHECK_MS);
        }
    }
}
