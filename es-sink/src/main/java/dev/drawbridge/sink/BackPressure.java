package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.BulkWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Pauses the task's partitions while the writer holds more than it may, so that memory stays bounded and the consumer in its
 * group. Where single indices refuse documents, the partitions that feed others go on. For the task's thread alone.
 */
final class BackPressure {

    /** Soon enough that the writer, half full when partitions are resumed, does not run dry. */
    private static final long PAUSED_CHECK_MS = 10;
    /** Soon enough to learn of a failure while no record arrives. */
    private static final long BUSY_CHECK_MS = 200;

    /** Refused documents that take more of the buffer than this keep their partitions from taking the rest. */
    private static final double CROWDED = 0.5;

    private static final double NOT_CROWDED = 0.25;

    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean full;
    private boolean crowded;
    /** Partitions have come to those that are paused. */
    private boolean mixed;

    /** Connect itself pauses again what it gives back after a rebalance, so that all must be resumed, or paused again. */
    void opened(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        mixed = !paused.isEmpty();
    }

    void closed(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }

    /** Whether any partition is paused, so that nothing can be concluded from what is not delivered. */
    boolean isPaused() {
        return paused.stream().anyMatch(assigned::contains);
    }

    /**
     * To be called after each delivery. Sees to it that the next one comes in time, too.
     *
     * @param waiting partitions that need not be read now, whatever the writer holds
     */
    void apply(SinkTaskContext context, BulkWriter writer, Set<TopicPartition> waiting) {
        Set<TopicPartition> wanted = wanted(writer, waiting);
        resume(context, without(mixed ? assigned : paused, wanted));
        pause(context, mixed ? wanted : without(wanted, paused));
        mixed = false;
        if (full) {
            context.timeout(PAUSED_CHECK_MS);
        } else if (!writer.isIdle() || !waiting.isEmpty()) {
            context.timeout(BUSY_CHECK_MS);
        }
    }

    /**
     * All partitions while too much is held; else those that wait, and those of refused documents while these take too much, unless
     * that leaves none.
     */
    private Set<TopicPartition> wanted(BulkWriter writer, Set<TopicPartition> waiting) {
        full = full ? !writer.isHalfEmpty() : writer.isFull();
        crowded = writer.isCrowded(crowded ? NOT_CROWDED : CROWDED);
        if (full) {
            return Set.copyOf(assigned);
        }
        Set<TopicPartition> all = new HashSet<>(waiting);
        all.addAll(crowded ? writer.refusedPartitions() : Set.of());
        return all.containsAll(assigned) ? waiting : all;
    }

    private Set<TopicPartition> without(Set<TopicPartition> partitions, Set<TopicPartition> others) {
        Set<TopicPartition> rest = new HashSet<>(partitions);
        rest.retainAll(assigned);
        rest.removeAll(others);
        return rest;
    }

    private void pause(SinkTaskContext context, Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            context.pause(partitions.toArray(TopicPartition[]::new));
            paused.addAll(partitions);
        }
    }

    private void resume(SinkTaskContext context, Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            context.resume(partitions.toArray(TopicPartition[]::new));
            paused.removeAll(partitions);
        }
    }
}
