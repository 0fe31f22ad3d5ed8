package dev.drawbridge.sink.progress;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** How long a partition may go unseen before tombstones may have been removed from it, and what then is to be done. */
record MaxStop(Duration limit) {

    boolean isExceeded(long since, long now) {
        return now - since > limit.toMillis();
    }

    /** @throws ConnectException when a tombstone may be missing between {@code progress} and {@code record} */
    void requireNothingMissed(Progress progress, SinkRecord record, long now) {
        long since = progress.unseenSince(timestamp(record));
        if (!progress.leavesNoGap(record.originalKafkaOffset()) && isExceeded(since, now)) {
            throw refusal(record, since);
        }
    }

    static long timestamp(SinkRecord record) {
        return record.timestamp() == null ? 0 : record.timestamp();
    }

    private ConnectException refusal(SinkRecord record, long since) {
        return new ConnectException(
                "Cannot go on with " + record.originalTopic() + "-" + record.originalKafkaPartition()
                        + "@" + record.originalKafkaOffset()
                        + ": there is a gap in the offsets before it (be it a transaction's marker), and the index has seen the"
                        + " partition only until " + Instant.ofEpochMilli(since) + ", longer ago than max.stop.ms="
                        + limit.toMillis()
                        + ". Tombstones may have been removed there, and erased documents would stay in the index for ever."
                        + " Rebuild it: name a new index in topic.to.external.resource.mapping, which is filled from the"
                        + " beginning of the topic, then move the alias. If the topic keeps tombstones longer, set max.stop.ms"
                        + " to its delete.retention.ms; if it is not compacted, to -1");
    }
}
