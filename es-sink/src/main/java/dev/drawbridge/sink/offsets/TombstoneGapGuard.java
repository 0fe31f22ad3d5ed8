package dev.drawbridge.sink.offsets;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Refuses to go on where compaction may have removed a tombstone that the index has not seen: the erased document would stay in it.
 * That needs missing offsets, and a time since the partition was last up to date that is longer than tombstones are kept, whether the
 * connector was stopped, paused, or behind.
 *
 * @param retention how long the topics keep tombstones
 */
record TombstoneGapGuard(Duration retention) {

    boolean isExceeded(long since, long now) {
        return now - since > retention.toMillis();
    }

    /** @throws ConnectException when a tombstone may be missing between {@code seen} and {@code record} */
    void requireNothingMissed(Checkpoint seen, SinkRecord record, long now) {
        if (seen.leavesNoGap(record.originalKafkaOffset())) {
            return;
        }
        long since = seen.unseenSince(timestamp(record));
        if (isExceeded(since, now)) {
            throw refusal(SinkProgress.partition(record), record.originalKafkaOffset(), since);
        }
    }

    static long timestamp(SinkRecord record) {
        return record.timestamp() == null ? 0 : record.timestamp();
    }

    /** @param since when the index was last up to date with {@code partition} */
    ConnectException refusal(TopicPartition partition, long offset, long since) {
        return new ConnectException("Cannot resume " + partition + " at offset " + offset
                + ": offsets before it are missing, and the index was last up to date with this partition at "
                + Instant.ofEpochMilli(since) + ", longer ago than tombstone.retention.ms=" + retention.toMillis()
                + ", so a tombstone may have been compacted away."
                + " Rebuild the index: name a new one in topic.to.external.resource.mapping, which is filled from the"
                + " beginning of the topic, then move the alias. If the topic keeps tombstones longer, set"
                + " tombstone.retention.ms to its delete.retention.ms; if it is not compacted, to -1");
    }
}
