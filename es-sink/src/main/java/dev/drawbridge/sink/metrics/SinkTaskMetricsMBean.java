package dev.drawbridge.sink.metrics;

import java.util.Map;

/**
 * What a sink task has done since it started, over JMX. Every record that Connect delivers ends in exactly one of indexed,
 * conflicts, coalesced, ignored, revoked and reported.
 */
public interface SinkTaskMetricsMBean {

    /** Documents that the index took, erasures included. */
    long getIndexed();

    /** Documents not needed because the index held a newer version. */
    long getConflicts();

    /** Documents never sent because a newer version of the same id waited with them. */
    long getCoalesced();

    /** Records given up because their partition went to another task, which reads them again. */
    long getRevoked();

    /** Records without value that behavior.on.null.values=ignore passed over. */
    long getIgnored();

    /** Records refused, here or by Elasticsearch, and handed to the dead letter queue. */
    long getReported();

    /** Erasures among the indexed documents: erasure markers, or deletions. */
    long getErased();

    /** Bulks sent again, whole or in part. */
    long getRetries();

    /** Retries because the cluster said that it is overloaded. */
    long getThrottled();

    /** Bulks answered. */
    long getBulks();

    /** Bulks in flight now. */
    int getBulksInFlight();

    /** Records held now, waiting and in flight. */
    int getBufferedRecords();

    /** Bytes of documents held now, waiting and in flight. */
    long getBufferedBytes();

    /** For how long the oldest record that is neither indexed nor passed over nor reported has been held, in milliseconds; 0 if none is. */
    long getOldestUnsettledMs();

    /** How long bulks took, in milliseconds: the number of bulks by upper bound. */
    Map<String, Long> getBulkMsHistogram();

    /** Median of how long bulks took, in milliseconds, as the upper bound of its bucket. */
    double getBulkMsP50();

    /** The same for 99 of 100. */
    double getBulkMsP99();

    /** From an event's time (header ce_time, else the record's timestamp) to the answer that it is indexed: number by upper bound. */
    Map<String, Long> getEventToIndexedMsHistogram();

    /** Median from event time to indexed, in milliseconds, as the upper bound of its bucket. */
    double getEventToIndexedMsP50();

    /** The same for 99 of 100. */
    double getEventToIndexedMsP99();
}
